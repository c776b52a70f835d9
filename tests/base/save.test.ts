import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject, KubernetesObject } from '@models/base/kubernetes';
import { fillIn, MESSAGES } from '@models/base/messages';
import { saveEdit, type SteveRoute, type Transport, type WriteRequest } from '@models/base/save';
import type { SaveError } from '@models/base/save-error';

const URL = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool';

/** What a request is answered: an object, or an HTTP failure as the shell rejects with it. */
type Answer = KubernetesObject | Error | ((request: WriteRequest) => KubernetesObject);

const pool = (version: string, spec: JsonObject, status: JsonObject = { allocated: {} }): KubernetesObject => ({
  apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
  kind:       'IPPool',
  metadata:   { name: 'pool', uid: 'u-1', resourceVersion: version },
  spec,
  status,
});

const failure = (code: number, message: string, details: object = {}): Error => Object.assign(new Error(message), {
  kind: 'Status', code, message, details, _status: code,
});
const noAnswer = (): Error => Object.assign(new Error('Network Error'), { isAxiosError: true });
const conflict = () => failure(409, 'the object has been modified', { name: 'pool' });
const forbidden = () => failure(403, 'ippools is forbidden: User "u" cannot patch resource');

/** A server that answers from a script, and remembers what it was asked. */
function server(...answers: readonly Answer[]) {
  const asked: WriteRequest[] = [];
  const rest = [...answers];
  const transport: Transport = {
    request(request) {
      asked.push(request);
      const answer = rest.shift();

      if (!answer) {
        return Promise.reject(new Error(`one request too many: ${ request.method }`));
      }

      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(typeof answer === 'function' ? answer(request) : answer);
    },
    say: (key, args) => fillIn(MESSAGES[key], args),
  };

  return { transport, asked };
}

const noSteve: SteveRoute = { read: () => Promise.reject(noAnswer()), replace: () => Promise.reject(noAnswer()) };

function save(transport: Transport, base: KubernetesObject, edited: KubernetesObject, steve = noSteve) {
  return saveEdit({
    name: 'pool', url: URL, base, edited, listKeys: () => undefined, steve,
  }, transport);
}

async function refused(saving: Promise<unknown>): Promise<SaveError> {
  try {
    await saving;
  } catch (error) {
    return error as SaveError;
  }

  throw new Error('the save went through');
}

const base = pool('1', { selector: { network: 'default/a', priority: 1 } });
const edited = pool('1', { selector: { network: 'default/b', priority: 1 } });

afterEach(() => {
  vi.useRealTimers();
});

describe('saveEdit', () => {
  it('sends one merge patch: the change and the lock', async () => {
    const stored = pool('2', { selector: { network: 'default/b', priority: 1 } });
    const { transport, asked } = server(stored);

    expect(await save(transport, base, edited)).toStrictEqual(stored);
    expect(asked).toStrictEqual([{
      method: 'patch', url: URL, contentType: 'application/merge-patch+json', data: { spec: { selector: { network: 'default/b' } }, metadata: { resourceVersion: '1', uid: 'u-1' } },
    }]);
  });

  it('sends nothing when nothing changed', async () => {
    const { transport, asked } = server();

    expect(await save(transport, base, base)).toBeUndefined();
    expect(asked).toStrictEqual([]);
  });

  it('rebases on the live version when others were faster', async () => {
    const live = pool('5', { selector: { network: 'default/a', priority: 9 } }, { allocated: { '10.0.0.1': 'default/lb' } });
    const { transport, asked } = server(conflict(), live, pool('6', {}));

    await save(transport, base, edited);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get', 'patch']);
    expect(asked[2]?.data).toStrictEqual({ spec: { selector: { network: 'default/b' } }, metadata: { resourceVersion: '5', uid: 'u-1' } });
  });

  it('reports a field that somebody else changed too, without a status code that the shell would act on', async () => {
    const { transport, asked } = server(conflict(), pool('5', { selector: { network: 'default/c', priority: 1 } }));
    const error = await refused(save(transport, base, edited));

    expect(error.kind).toBe('conflict');
    expect(error.conflicts).toStrictEqual([{
      path: 'spec.selector.network', base: 'default/a', mine: 'default/b', theirs: 'default/c',
    }]);
    expect(error.message).toContain('spec.selector.network: yours is "default/b", on the server it is now "default/c"');
    expect('status' in error || '_status' in error).toBe(false);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get']);
  });

  it('is done when somebody else reached the same value', async () => {
    const live = pool('5', { selector: { network: 'default/b', priority: 1 } });
    const { transport } = server(conflict(), live);

    expect(await save(transport, base, edited)).toStrictEqual(live);
  });

  it('takes a 409 of a webhook, on the version that is still live, for the refusal that it is', async () => {
    const { transport } = server(failure(409, 'cannot update the setting because it is still being configured'), base);
    const error = await refused(save(transport, base, edited));

    expect([error.kind, error.code]).toStrictEqual(['invalid', 409]);
    expect(error.message).toContain('still being configured');
  });

  it('reads again when what it read is older than the 409', async () => {
    const live = pool('5', { selector: { network: 'default/a', priority: 9 } });
    const { transport, asked } = server(conflict(), base, conflict(), live, pool('6', {}));

    await save(transport, base, edited);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get', 'patch', 'get', 'patch']);
    expect(asked[4]?.data?.metadata).toStrictEqual({ resourceVersion: '5', uid: 'u-1' });
  });

  it('does not touch a namesake that was created anew', async () => {
    const { transport } = server(conflict(), { ...pool('9', {}), metadata: { name: 'pool', uid: 'u-2', resourceVersion: '9' } });

    expect((await refused(save(transport, base, edited))).kind).toBe('deleted');
  });

  it('puts the whole live object where PATCH is forbidden', async () => {
    const live = pool('5', { selector: { network: 'default/a', priority: 9 } }, { allocated: { '10.0.0.1': 'default/lb' } });
    const { transport, asked } = server(forbidden(), live, pool('6', {}));

    await save(transport, base, edited);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get', 'put']);
    expect(asked[2]?.data).toStrictEqual({ ...live, spec: { selector: { network: 'default/b', priority: 9 } } });
  });

  it('says who may not do what when PUT is forbidden too', async () => {
    const { transport } = server(forbidden(), base, failure(403, 'ippools is forbidden: User "u" cannot update resource'));
    const error = await refused(save(transport, base, edited));

    expect([error.kind, error.code]).toStrictEqual(['forbidden', 403]);
    expect(error.message).toContain('your edits are kept');
  });

  it('does not try around a webhook that said no', async () => {
    const { transport, asked } = server(failure(403, 'admission webhook "v" denied the request: range can\'t be empty'));

    expect((await refused(save(transport, base, edited))).kind).toBe('invalid');
    expect(asked).toHaveLength(1);
  });

  it('names every field that the server complains about', async () => {
    const causes = [{ field: 'spec.ranges', message: 'must be of type array' }, { field: 'spec.selector.priority', message: 'must be an integer' }];
    const { transport } = server(failure(422, 'IPPool "pool" is invalid', { name: 'pool', causes }));
    const error = await refused(save(transport, base, edited));

    expect([error.kind, error.causes]).toStrictEqual(['invalid', causes]);
  });

  it('says that the object was deleted meanwhile', async () => {
    const { transport } = server(failure(404, 'ippools.loadbalancer.harvesterhci.io "pool" not found', { name: 'pool' }));

    expect((await refused(save(transport, base, edited))).kind).toBe('deleted');
  });

  it('finds out by reading back that a save was stored although its answer was lost', async () => {
    const live = pool('2', { selector: { network: 'default/b', priority: 1 } });
    const { transport, asked } = server(noAnswer(), live);

    expect(await save(transport, base, edited)).toStrictEqual(live);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get']);
  });

  it('tries once more when reading back shows that nothing was stored', async () => {
    const stored = pool('2', {});
    const { transport, asked } = server(noAnswer(), base, stored);

    expect(await save(transport, base, edited)).toStrictEqual(stored);
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get', 'patch']);
  });

  it('says that nothing was stored when it does not arrive a second time either', async () => {
    const { transport } = server(noAnswer(), base, noAnswer(), base);
    const error = await refused(save(transport, base, edited));

    expect(error.kind).toBe('unreachable');
    expect(error.message).toContain('was not stored');
  });

  it('says that it does not know when the server is gone', async () => {
    const { transport } = server(noAnswer(), noAnswer());
    const error = await refused(save(transport, base, edited));

    expect(error.kind).toBe('unreachable');
    expect(error.message).toContain('may or may not be stored');
  });

  it('goes through Steve where the Kubernetes endpoint is not there', async () => {
    const { transport, asked } = server(Object.assign(new Error('404 page not found'), { _status: 404, data: '404 page not found' }));
    const sent: KubernetesObject[] = [];
    const stored = pool('6', {});
    const live = pool('5', { selector: { network: 'default/a', priority: 9 } });
    const result = await save(transport, base, edited, {
      read:    () => Promise.resolve(live),
      replace: (object) => {
        sent.push(object);

        return Promise.resolve(stored);
      },
    });

    expect(result).toStrictEqual(stored);
    expect(sent).toStrictEqual([{ ...live, spec: { selector: { network: 'default/b', priority: 9 } } }]);
    expect(asked).toHaveLength(1);
  });

  it('follows an object that changes all the time', async () => {
    const answers = Array.from({ length: 3 }, (_, at) => [conflict(), pool(String(at + 2), { selector: { network: 'default/a', priority: at } })]).flat();
    const { transport, asked } = server(...answers, pool('9', {}));

    vi.useFakeTimers();
    const saving = save(transport, base, edited);

    await vi.runAllTimersAsync();
    await saving;
    expect(asked.filter(({ method }) => method === 'patch')).toHaveLength(4);
  });

  it('gives up after two minutes on an object that never rests', async () => {
    const answers = Array.from({ length: 200 }, (_, at) => [conflict(), pool(String(at + 2), { selector: { network: 'default/a', priority: at } })]).flat();
    const { transport } = server(...answers);

    vi.useFakeTimers();
    const refusal = refused(save(transport, base, edited));

    await vi.advanceTimersByTimeAsync(150_000);
    const error = await refusal;

    expect([error.kind, error.code]).toStrictEqual(['busy', 409]);
    expect(error.message).toContain('your edits are kept');
  });

  it('locks with what it read after it waited, not before', async () => {
    const live = (version: string) => pool(version, { selector: { network: 'default/a', priority: 9 } });
    const { transport, asked } = server(conflict(), live('2'), conflict(), live('3'), live('4'));

    vi.useFakeTimers();
    const times: number[] = [];
    const saving = save({
      ...transport,
      request(request) {
        times.push(Date.now());

        return transport.request(request);
      },
    }, base, edited);

    await vi.runAllTimersAsync();
    await saving;
    expect(asked.map(({ method }) => method)).toStrictEqual(['patch', 'get', 'patch', 'get', 'patch']);
    expect(times[4]).toBe(times[3]);
  });

  it('does not put a secret\'s values into the message of a conflict', async () => {
    const secret = (version: string, password: string): KubernetesObject => ({
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pool', uid: 'u-1', resourceVersion: version }, data: { password },
    });
    const { transport } = server(conflict(), secret('2', 'dGhlaXJz'));
    const error = await refused(save(transport, secret('1', 'b2xk'), secret('1', 'bWluZQ==')));

    expect(error.conflicts.map(({ path }) => path)).toStrictEqual(['data.password']);
    expect(error.message).toContain('data.password: yours is not shown, on the server it is now not shown');
    expect(error.message).not.toMatch(/bWluZQ|dGhlaXJz/);
  });
});
