// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reactive } from 'vue';
import { SaveError } from '@models/base/save-error';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { createModel } from '../support/model';
import { dashboard, router } from './shell';
import ModelForm from '../../pkg/harvester/components/ModelForm.vue';

const SUBNET = 'spec.ranges[0].subnet';
const PRIORITY = 'spec.selector.priority';

function pool(priority = 5): IPPool {
  return reactive(createModel(IPPool, {
    id: 'public', type: IPPool.type, metadata: { name: 'public' }, spec: { ranges: [{ subnet: '10.0.0.0/24' }], selector: { priority, scope: [] } },
  })) as IPPool;
}

async function open(value: IPPool, { mode = 'edit', socket }: { mode?: string; socket?: object } = {}) {
  const { global } = dashboard(socket ? { socket } : {});
  const form = mount(ModelForm, {
    props: { value: value as never, mode, doneRoute: 'list' }, global, attachTo: document.body,
  });

  await flushPromises();

  return {
    form,
    input: (path: string) => form.get<HTMLInputElement>(`[data-path="${ path }"] input`),
    messages: (path: string) => form.findAll(`[data-path="${ path }"] .field-messages li`).map((item) => item.text()),
    save: async() => {
      await form.get('[data-testid="save"]').trigger('click');
      await flushPromises();
    },
  };
}

beforeEach(() => {
  vi.restoreAllMocks();
  router.replace.mockClear();
  document.body.innerHTML = '';
});

describe('ModelForm', () => {
  it('has a tab per tab of the model, and a field per field', async() => {
    const { form, input } = await open(pool());

    expect(form.findAll('[data-tab]').map((tab) => tab.attributes('data-tab'))).toStrictEqual(['range', 'selector']);
    expect(input(SUBNET).element.value).toBe('10.0.0.0/24');
    expect(input(PRIORITY).element.value).toBe('5');
  });

  it('writes what is typed into the resource: a number as a number, nothing as no key', async() => {
    const value = pool();
    const { input } = await open(value);

    await input(PRIORITY).setValue('42');
    await input('spec.ranges[0].gateway').setValue('10.0.0.1');
    await input('spec.ranges[0].gateway').setValue('');

    expect(value.spec?.selector?.priority).toBe(42);
    expect(value.spec?.ranges).toStrictEqual([{ subnet: '10.0.0.0/24' }]);
  });

  it('says what is wrong with a field once the user has left it, at the field', async() => {
    const { input, messages } = await open(pool());

    await input(SUBNET).setValue('nonsense');
    expect(messages(SUBNET)).toStrictEqual([]);

    await input(SUBNET).trigger('blur');
    expect(messages(SUBNET)).toStrictEqual([expect.stringContaining('subnetInvalid')]);
    expect(input(SUBNET).attributes('aria-invalid')).toBe('true');
    expect(input(SUBNET).attributes('aria-describedby')).toBeTruthy();
  });

  it('sends nothing while something is wrong, says so everywhere, and goes to the first field', async() => {
    const value = pool();
    const save = vi.spyOn(value, 'save').mockResolvedValue(value);
    const { form, input, save: click, messages } = await open(value);

    await input(SUBNET).setValue('nonsense');
    await click();

    expect(save).not.toHaveBeenCalled();
    expect(messages(SUBNET)).toHaveLength(1);
    expect(form.get('[data-tab="range"]').attributes('data-error')).toBe('true');
    expect(document.activeElement).toBe(input(SUBNET).element);
  });

  it('leaves for the list after a save', async() => {
    const value = pool();

    vi.spyOn(value, 'save').mockResolvedValue(value);
    await (await open(value)).save();

    expect(router.replace).toHaveBeenCalledTimes(1);
  });

  it('shows the server\'s complaints at their fields, the whole in the banner, and keeps the edits', async() => {
    const value = pool();

    vi.spyOn(value, 'save').mockRejectedValue(new SaveError('invalid', 'The server refused it.', { causes: [{ field: PRIORITY, message: 'too odd' }] }));

    const { form, input, save, messages } = await open(value);

    await input(PRIORITY).setValue('7');
    await save();

    expect(form.get('#cru-errors').text()).toBe('The server refused it.');
    expect(messages(PRIORITY)).toStrictEqual(['too odd']);
    expect(input(PRIORITY).element.value).toBe('7');
    expect(router.replace).not.toHaveBeenCalled();

    await input(PRIORITY).setValue('8');
    expect(messages(PRIORITY)).toStrictEqual([]);
  });

  it.each([
    ['deleted', 'it is gone'], ['forbidden', 'you may not'], ['unreachable', 'nobody there'],
  ] as const)('keeps the edits when a save fails because it is %s', async(kind, text) => {
    const value = pool();

    vi.spyOn(value, 'save').mockRejectedValue(new SaveError(kind, text));

    const { form, input, save } = await open(value);

    await input(PRIORITY).setValue('7');
    await save();

    expect(form.get('#cru-errors').text()).toBe(text);
    expect(input(PRIORITY).element.value).toBe('7');
    expect(document.activeElement?.textContent).toBe(text);
  });

  it('lets the user choose at each conflicting field, and saves the choice', async() => {
    const value = pool();
    const error = new SaveError('conflict', 'Someone else changed it.', { conflicts: [{ path: ['spec', 'selector', 'priority'], base: 5, mine: 7, theirs: 9 }] });
    const save = vi.spyOn(value, 'save').mockRejectedValueOnce(error).mockResolvedValue(value);
    const resolve = vi.spyOn(value, 'resolveConflicts').mockReturnValue(undefined);
    const { form, save: click } = await open(value);

    await click();

    const panel = form.get('[data-testid="conflict-panel"]');

    expect(panel.text()).toContain(PRIORITY);
    expect(panel.findAll('label code').map((shown) => shown.text())).toStrictEqual(['7', '9']);
    expect(form.get('[data-testid="conflict-apply"]').attributes('disabled')).toBeDefined();
    expect(document.activeElement).toBe(panel.element);

    await panel.get('input[value="theirs"]').setValue();
    await form.get('[data-testid="conflict-apply"]').trigger('click');
    await flushPromises();

    expect(resolve).toHaveBeenCalledWith(error, { [PRIORITY]: 'theirs' });
    expect(save).toHaveBeenCalledTimes(2);
    expect(form.find('[data-testid="conflict-panel"]').exists()).toBe(false);
    expect(router.replace).toHaveBeenCalledTimes(1);
  });

  it('moves the focus into a new row, and keeps as many rows as there must be', async() => {
    const value = pool();
    const { form, input } = await open(value);
    const rows = form.get('[data-path="spec.ranges"]');

    expect(rows.get('.row-of-fields button').attributes('disabled')).toBeDefined();
    await rows.get('button:last-of-type.add').trigger('click');
    await flushPromises();

    expect(document.activeElement).toBe(input('spec.ranges[1].subnet').element);
    await rows.findAll('.row-of-fields button')[1]?.trigger('click');
    expect(value.spec?.ranges).toHaveLength(1);
  });

  it('says that live updates are interrupted for as long as they are', async() => {
    const listeners = new Map<string, () => void>();
    const socket = {
      connected: true, hasBeenOpen: true, isConnected: () => socket.connected, addEventListener: (event: string, listener: () => void) => listeners.set(event, listener), removeEventListener: () => undefined,
    };
    const { form } = await open(pool(), { socket });
    const isShown = () => form.find('.banner.warning').exists();

    expect(isShown()).toBe(false);

    socket.connected = false;
    listeners.get('connecting')?.();
    await flushPromises();
    expect(isShown()).toBe(true);

    socket.connected = true;
    listeners.get('connected')?.();
    await flushPromises();
    expect(isShown()).toBe(false);
  });
});
