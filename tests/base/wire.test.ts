import { describe, expect, it } from 'vitest';
import { alignConditions, toKubernetesForm, toSteveForm } from '@models/base/wire';

const LINKS = { self: 'https://h/v1/secrets/default/s' };

describe('toKubernetesForm', () => {
  it.each([
    ['Steve\'s keys go', { id: 'a', type: 'x.y', links: LINKS, actions: {}, kind: 'Y' }, { kind: 'Y' }],
    ['an object\'s own type comes back from under its underscore', { id: 'd/s', type: 'secret', links: LINKS, _type: 'Opaque', data: {} }, { type: 'Opaque', data: {} }],
    ['a type named like the Steve type is the object\'s own under the underscore', { id: 'd/s', type: 'secret', links: LINKS, _type: 'secret' }, { type: 'secret' }],
    ['Kubernetes\' form stays as it is', { kind: 'Secret', type: 'Opaque', metadata: { name: 's' } }, { kind: 'Secret', type: 'Opaque', metadata: { name: 's' } }],
    ['what the shell marks an instance with goes', { id: 'a', type: 'x.y', __clone: true, __rehydrate: 'x', _name: 'n', _description: 'd' }, {}],
    ['computed metadata goes', { kind: 'Y', metadata: { name: 'a', fields: [1], relationships: null, state: { name: 'active' } } }, { kind: 'Y', metadata: { name: 'a' } }],
    ['computed parts of conditions go', { kind: 'Y', status: { conditions: [{ type: 'Ready', error: false, transitioning: false, status: 'True' }] } },
      { kind: 'Y', status: { conditions: [{ type: 'Ready', status: 'True' }] } }],
    ['a new object has only its type', { type: 'x.y', spec: {} }, { spec: {} }],
    ['an object\'s own links stay in Kubernetes\' form', { kind: 'Y', links: ['a'] }, { kind: 'Y', links: ['a'] }],
  ])('%s', (_reason, data, expected) => {
    expect(toKubernetesForm(data, 'type' in data && data.type === 'secret' ? 'secret' : 'x.y')).toStrictEqual(expected);
  });
});

describe('alignConditions', () => {
  const ready = (lastUpdateTime?: string) => ({ status: { conditions: [{ type: 'Ready', lastTransitionTime: 't', ...(lastUpdateTime ? { lastUpdateTime } : {}) }] } });

  it.each([
    ['a time that Steve made up goes where the reference has none', ready('t'), ready(), ready()],
    ['a time that Steve made up is put in where only the reference has it', ready(), ready('t'), ready('t')],
    ['a real time stays', ready('u'), ready(), ready('u')],
    ['a changed time stays changed', ready('u'), ready('v'), ready('u')],
  ])('%s', (_reason, object, reference, expected) => {
    expect(alignConditions(object, reference)).toStrictEqual(expected);
  });
});

describe('toSteveForm', () => {
  it('is undone by toKubernetesForm', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 's' }, data: { a: 'Yg==' } };
    const steve = toSteveForm(secret, { id: 'd/s', type: 'secret', links: LINKS, metadata: { state: { name: 'active' } } });

    expect(steve).toMatchObject({ id: 'd/s', type: 'secret', _type: 'Opaque', metadata: { state: { name: 'active' } } });
    expect(toKubernetesForm(steve, 'secret')).toStrictEqual(secret);
  });
});
