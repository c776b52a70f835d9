import { describe, expect, it } from 'vitest';
import { HarvesterApi } from '../../../../scripts/harvester-api/api';

function client() {
  const api = new HarvesterApi();

  api.cluster.create('configmaps', { metadata: { name: 'map', namespace: 'default' } });

  return (method: string, url: string, body?: string) => api.handle({ method, url, headers: { host: 'h', 'content-type': 'application/json' }, ...(body !== undefined && { body }) });
}

// What is expected here is what a real Steve in front of a real kube-apiserver answers.
describe('Steve\'s endpoint', () => {
  it('answers a deletion that is only tried with the object, which stays', () => {
    const send = client();

    expect(JSON.parse(send('DELETE', '/v1/configmaps/default/map?dryRun=All').body)).toMatchObject({ id: 'default/map', type: 'configmap' });
    expect(send('DELETE', '/v1/configmaps/default/map').status).toBe(204);
    expect(send('GET', '/v1/configmaps/default/map').status).toBe(404);
  });

  it.each([
    ['{bad', 'invalid character \'b\' looking for beginning of object key string'],
    ['{"a":1,}', 'invalid character \'}\' looking for beginning of object key string'],
    ['{"a" 1}', 'invalid character \'1\' after object key'],
    ['{"a":1 2}', 'invalid character \'2\' after object key:value pair'],
    ['[1 2]', 'invalid character \'2\' after array element'],
    ['{"a":[1,]}', 'invalid character \']\' looking for beginning of value'],
    ['{"a":"\n"}', 'invalid character \'\\n\' in string literal'],
    ['{"a":', 'unexpected EOF'],
    ['', 'EOF'],
  ])('refuses %j in the words of Go', (body, message) => {
    const answer = client()('PUT', '/v1/configmaps/default/map', body);

    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([422, { code: 'InvalidBodyContent', message: `Failed to parse body: ${ message }` }]);
  });

  it('refuses the ports of a service that can not be', () => {
    const answer = client()('POST', '/v1/services', JSON.stringify({ metadata: { name: 'bad', namespace: 'default' }, spec: { ports: [{ port: 99999 }] } }));

    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([422, {
      message: 'Service "bad" is invalid: [spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive]',
    }]);
  });

  it('has no answer to a subscription without a socket', () => {
    expect(client()('GET', '/v1/subscribe')).toMatchObject({ status: 400, body: 'Bad Request\n' });
  });
});
