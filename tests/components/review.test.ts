// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reactive } from 'vue';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { SaveError } from '@models/base/save-error';
import type { ReviewedChange, SaveReview } from '@models/base/save-review';
import { createModel } from '../support/model';
import { dashboard, router } from './shell';
import ModelForm from '../../pkg/harvester/components/ModelForm.vue';
import ReviewedYaml from '../../pkg/harvester/components/review/ReviewedYaml.vue';
import ReviewPanel from '../../pkg/harvester/components/review/ReviewPanel.vue';

const PRIORITY = 'spec.selector.priority';
const T = 'harvesterModels.pages.review';
const TEXT = 'metadata:\n  name: public\nspec:\n  selector:\n    priority: 5\n';

function pool(): IPPool {
  return reactive(createModel(IPPool, {
    id: 'public', type: IPPool.type, metadata: { name: 'public' }, spec: { ranges: [{ subnet: '10.0.0.0/24' }], selector: { priority: 5, scope: [] } },
  })) as IPPool;
}

function reviewed(...changes: readonly Partial<ReviewedChange>[]): SaveReview {
  return { changes: changes.map((change) => ({ path: PRIORITY, before: 5, after: 7, origin: 'user', ...change })), checked: true, refusal: undefined };
}

const refused = (error: SaveError): SaveReview => ({ changes: [], checked: true, refusal: error });
const conflict = () => new SaveError('conflict', 'Someone else changed it.', { conflicts: [{ path: ['spec', 'selector', 'priority'], base: 5, mine: 7, theirs: 9 }] });

/** The form's or the YAML page's editor of a pool. */
async function open(kind: 'form' | 'yaml', value: IPPool) {
  const { global } = dashboard({});
  const page = kind === 'form'
    ? mount(ModelForm, { props: { value: value as never, mode: 'edit', doneRoute: 'list' }, global, attachTo: document.body })
    : mount(ReviewedYaml, { props: { value: value as never, mode: 'edit' }, attrs: { yaml: TEXT }, global, attachTo: document.body });

  await flushPromises();

  return {
    page,
    panel: () => page.find('[data-testid="review-panel"]'),
    click: async(testid: string) => {
      await page.get(`[data-testid="${ testid }"]`).trigger('click');
      await flushPromises();
    },
    errors: () => kind === 'form' ? page.findAll('#cru-errors li').map((item) => item.text()) : page.emitted<[readonly string[]]>('error')?.at(-1)?.[0] ?? [],
  };
}

beforeEach(() => {
  vi.restoreAllMocks();
  router.replace.mockClear();
  document.body.innerHTML = '';
});

describe.each(['form', 'yaml'] as const)('The review of the %s', (kind) => {
  const saves = (value: IPPool) => kind === 'form' ? vi.spyOn(value, 'save') : vi.spyOn(value, 'saveYaml');

  it('is asked for beside Save, takes the editor\'s place and the focus, and saves', async() => {
    const value = pool();
    const review = vi.spyOn(value, 'reviewSave').mockResolvedValue(reviewed({}));
    const save = saves(value).mockResolvedValue(undefined as never);
    const { page, panel, click } = await open(kind, value);

    expect(page.get('[data-testid="review"]').element.nextElementSibling).toBe(page.get('[data-testid="save"]').element);
    await click('review');

    expect(review.mock.calls).toStrictEqual([kind === 'form' ? [] : [{ text: TEXT, initial: TEXT }]]);
    expect(document.activeElement).toBe(panel().element);
    expect(page.get(kind === 'form' ? 'form' : '[data-shell="ResourceYaml"]').attributes('style')).toContain('display: none');
    expect(save).not.toHaveBeenCalled();

    await click('review-save');
    expect(save).toHaveBeenCalledTimes(1);
    expect(router.replace).toHaveBeenCalledTimes(1);
  });

  it('says that it is asking, and asks once', async() => {
    const value = pool();
    let answer: (review: SaveReview) => void = () => undefined;
    const review = vi.spyOn(value, 'reviewSave').mockReturnValue(new Promise((resolve) => { answer = resolve; }));
    const { page, panel, click } = await open(kind, value);

    await click('review');
    await click('review');
    expect(review).toHaveBeenCalledTimes(1);
    expect(page.get('[data-testid="review"]').attributes('aria-disabled')).toBe('true');
    expect(page.get('[data-testid="review"]').text()).toBe(`${ T }.asking`);
    expect(panel().exists()).toBe(false);

    answer(reviewed({}));
    await flushPromises();
    expect(panel().exists()).toBe(true);
  });

  it.each([
    ['the Back button', 'click', {}], ['Escape', 'keydown', { key: 'Escape' }],
  ])('leads back to the editor by %s, with the focus where it was', async(_way, event, options) => {
    const value = pool();

    vi.spyOn(value, 'reviewSave').mockResolvedValue(reviewed({}));

    const { page, panel, click } = await open(kind, value);

    await click('review');
    await page.get('[data-testid="review-back"]').trigger(event, options);
    await flushPromises();

    expect(panel().exists()).toBe(false);
    expect(document.activeElement).toBe(page.get('[data-testid="review"]').element);
  });

  it('shows a refusal as a refused save is shown', async() => {
    const value = pool();

    vi.spyOn(value, 'reviewSave').mockResolvedValue(refused(new SaveError('invalid', 'The server refused it.', { causes: [{ field: PRIORITY, message: 'too odd' }] })));

    const { page, panel, click, errors } = await open(kind, value);

    await click('review');
    await vi.waitFor(() => { expect(errors()).not.toStrictEqual([]); });

    expect(panel().exists()).toBe(false);
    expect(errors()[0]).toBe('The server refused it.');
    expect(kind === 'form' ? page.get(`[data-path="${ PRIORITY }"] .field-messages`).text() : errors()[1]).toContain('too odd');
  });

  it.each(['review', 'save'] as const)('and the save offer a choice for each conflicting field (%s)', async(button) => {
    const value = pool();
    const save = saves(value).mockRejectedValueOnce(conflict()).mockResolvedValue(undefined as never);

    vi.spyOn(value, 'reviewSave').mockResolvedValue(refused(conflict()));

    const form = vi.spyOn(value, 'resolveConflicts').mockReturnValue(undefined);
    const yaml = vi.spyOn(value, 'resolveYamlConflicts').mockReturnValue({ text: 'merged', initial: 'live' });
    const { page, click } = await open(kind, value);

    if (button === 'review') {
      save.mockReset().mockResolvedValue(undefined as never);
    }

    await click(button);
    await page.get('[data-testid="conflict-panel"] input[value="theirs"]').setValue();
    await click('conflict-apply');

    expect((kind === 'form' ? form : yaml).mock.calls[0]?.[1]).toStrictEqual({ [PRIORITY]: 'theirs' });
    expect(save.mock.calls.at(-1)).toStrictEqual(kind === 'form' ? [] : ['merged', 'live']);
    expect(page.find('[data-testid="conflict-panel"]').exists()).toBe(false);
    expect(router.replace).toHaveBeenCalledTimes(1);
  });

  it.each<[reason: string, error: SaveError, offered: boolean]>([
    ['it is gone', new SaveError('deleted', 'It is gone.', { code: 404 }), true],
    ['another one has its name', new SaveError('deleted', 'It was created again.', { code: 422 }), false],
    ['the user may not', new SaveError('forbidden', 'You may not.', { code: 403 }), false],
    ['the session has ended', new SaveError('unauthorized', 'Log in again.', { code: 401 }), false],
  ])('and the save offer to create it again only when %s', async(_reason, error, offered) => {
    const value = pool();

    saves(value).mockRejectedValue(error);
    vi.spyOn(value, 'reviewSave').mockResolvedValue(refused(error));

    const { page, click, errors } = await open(kind, value);

    for (const button of ['review', 'save']) {
      await click(button);
      expect(errors()).toStrictEqual([error.message]);
      expect(page.find('[data-testid="recreate-offer"]').exists()).toBe(offered);
    }

    expect(router.replace).not.toHaveBeenCalled();
  });

  it('creates it again from what is typed, and leaves', async() => {
    const value = pool();
    const create = vi.spyOn(value, 'saveAsNew').mockRejectedValueOnce(new SaveError('invalid', 'Not so.')).mockResolvedValue(undefined);

    saves(value).mockRejectedValue(new SaveError('deleted', 'It is gone.', { code: 404 }));

    const { click, errors } = await open(kind, value);

    await click('save');
    await click('recreate');
    expect(errors()).toStrictEqual(['Not so.']);
    expect(router.replace).not.toHaveBeenCalled();

    await click('save');
    await click('recreate');
    expect(create.mock.calls.at(-1)).toStrictEqual(kind === 'form' ? [] : [{ text: TEXT, initial: TEXT }]);
    expect(router.replace).toHaveBeenCalledTimes(1);
  });
});

describe('The review of the form', () => {
  it('is not asked for while something is wrong that needs no server', async() => {
    const value = pool();
    const review = vi.spyOn(value, 'reviewSave');
    const { page, click } = await open('form', value);

    await page.get('[data-path="spec.ranges[0].subnet"] input').setValue('nonsense');
    await click('review');

    expect(review).not.toHaveBeenCalled();
    expect(page.get('[data-path="spec.ranges[0].subnet"] .field-messages').text()).toContain('subnetInvalid');
  });
});

describe('ReviewedYaml', () => {
  it('offers no review of what the engine does not save', async() => {
    const { global } = dashboard({});
    const page = mount(ReviewedYaml, { props: { value: { type: 'norman' } as never, mode: 'edit' }, attrs: { yaml: TEXT }, global });

    await flushPromises();

    expect([page.find('[data-testid="review"]').exists(), page.find('[data-testid="save"]').exists()]).toStrictEqual([false, true]);
  });

  it('names the line of a misspelt field, after a refused save too', async() => {
    const value = pool();

    vi.spyOn(value, 'saveYaml').mockRejectedValue(new SaveError('invalid', 'No.', { causes: [{ field: PRIORITY, message: 'unknown field' }, { field: 'status.x', message: 'nowhere' }] }));

    const { click, errors } = await open('yaml', value);

    await click('save');
    await vi.waitFor(() => { expect(errors()).toStrictEqual(['No.', `${ T }.atLine ${ JSON.stringify({ line: 5, field: PRIORITY, message: 'unknown field' }) }`]); });
  });
});

describe('ReviewPanel', () => {
  const show = (review: SaveReview, type: string = IPPool.type) => mount(ReviewPanel, {
    props: { review, type, mode: 'edit', labelOf: (path: string) => path === PRIORITY ? 'Priority' : undefined }, global: dashboard({}).global, attachTo: document.body,
  });

  it.each<[reason: string, change: Partial<ReviewedChange>, row: readonly string[]]>([
    ['what the user changes', {}, [`Priority ${ PRIORITY }`, 'userChanges', '5', '7']],
    ['what the user adds', { before: undefined }, [`Priority ${ PRIORITY }`, 'userAdds', 'harvesterModels.save.noValue', '7']],
    ['what the user removes', { after: undefined }, [`Priority ${ PRIORITY }`, 'userRemoves', '5', 'harvesterModels.save.noValue']],
    ['what the server changes besides', { origin: 'server', path: 'metadata.labels.a' }, ['metadata.labels.a', 'serverChanges', '5', '7']],
    ['what the server adds', { origin: 'server', before: undefined }, [`Priority ${ PRIORITY }`, 'serverAdds', 'harvesterModels.save.noValue', '7']],
    ['what the server removes', { origin: 'server', after: undefined }, [`Priority ${ PRIORITY }`, 'serverRemoves', '5', 'harvesterModels.save.noValue']],
    ['what the server ignores', { origin: 'ignored', after: 5 }, [`Priority ${ PRIORITY }`, 'ignored', '5', '5']],
    ['false and zero as they are', { before: false, after: 0 }, [`Priority ${ PRIORITY }`, 'userChanges', 'false', '0']],
    ['an empty text as one', { after: '' }, [`Priority ${ PRIORITY }`, 'userChanges', '5', '""']],
    ['a map on one line', { after: { a: [1] } }, [`Priority ${ PRIORITY }`, 'userChanges', '5', '{ "a": [ 1 ] }']],
  ])('tells %s', (_reason, change, row) => {
    const cells = show(reviewed(change)).findAll('tbody tr > *').map((cell) => [...cell.element.children].map((child) => child.textContent.trim()).join(' ') || cell.text());

    expect(cells.map((text) => text.replace(`${ T }.`, ''))).toStrictEqual(row);
  });

  it.each<[reason: string, review: SaveReview, text: string]>([
    ['the server accepts it', reviewed({}), 'accepted'],
    ['nobody could be asked', { ...reviewed({}), checked: false }, 'unchecked'],
    ['nothing has changed', reviewed(), 'nothing'],
  ])('says so when %s', (_reason, review, text) => {
    expect(show(review).get('p').text()).toBe(`${ T }.${ text }`);
  });

  it.each<[reason: string, type: string, path: string, concealed: boolean]>([
    ['data', 'secret', 'data.password', true],
    ['all of the data', 'secret', 'data', true],
    ['a key with dots', 'secret', 'data["tls.key"]', true],
    ['stringData', 'secret', 'stringData.password', true],
    ['what kubectl keeps of it', 'secret', 'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]', true],
    ['the type', 'secret', 'type', false],
    ['a label', 'secret', 'metadata.labels.data', false],
    ['data of a config map', 'configmap', 'data.key', false],
  ])('of a secret tells that %s changed, and the values only where they are none', (_reason, type, path, concealed) => {
    const panel = show(reviewed({ path, before: 'c2VjcmV0', after: 'b3RoZXI=' }), type);

    expect(panel.findAll('td')[0]?.text()).toBe(`${ T }.userChanges`);
    expect(panel.html().includes('c2VjcmV0')).toBe(!concealed);
    expect(panel.html().includes('b3RoZXI=')).toBe(!concealed);
  });

  it('shortens a long value, and keeps the whole within reach', () => {
    const whole = 'x'.repeat(200);
    const long = show(reviewed({ after: whole })).get('details');

    expect(long.get('summary').text()).toBe(`${ 'x'.repeat(60) }…`);
    expect(long.get('summary').attributes('title')).toBe(whole);
    expect(long.get('pre').text()).toBe(whole);
  });
});
