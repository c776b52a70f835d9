import { createHash } from 'node:crypto';
import { type FieldError, fieldErrors } from '../errors';
import { isObject, listAt, objectAt, stringAt, textOf } from '../objects';
import type { Json, JsonObject, KubeObject } from '../types';

const NODE_PORT_BASE = 30000;
const NODE_PORTS = 2768;

/** A number that is the same each time for the same object: addresses and ports need no bookkeeping. */
function draw(seed: string, range: number): number {
  return createHash('sha1').update(seed).digest().readUInt32BE(0) % range;
}

/** Fills in what a Service defaults, its addresses and ports too. */
export function serviceDefaults(object: KubeObject): KubeObject {
  const given = objectAt(object, 'spec');
  const type = stringAt(given, 'type') || 'ClusterIP';
  const external = type === 'ExternalName';
  const spec: JsonObject = {
    sessionAffinity: 'None',
    ...(!external && clusterAddress(given, object.metadata.uid)),
    ...(!external && { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }),
    ...(['LoadBalancer', 'NodePort'].includes(type) && { externalTrafficPolicy: 'Cluster' }),
    ...(type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: true }),
    ...given,
    type,
    ...(Array.isArray(given.ports) && { ports: given.ports.map((port): Json => (isObject(port) ? servicePort(port, type, object.metadata.uid) : port)) }),
  };

  return { ...object, spec, status: { loadBalancer: {}, ...objectAt(object, 'status') } };
}

/** An address of the cluster's range; `None` stays. Only an object that is stored has one. */
function clusterAddress(spec: JsonObject, uid: string): JsonObject {
  const address = stringAt(spec, 'clusterIP') || (uid ? `10.53.${ draw(uid, 256) }.${ 2 + draw(`${ uid }/`, 250) }` : '');

  return address ? { clusterIP: address, clusterIPs: [address] } : {};
}

function servicePort(port: JsonObject, type: string, uid: string): JsonObject {
  const nodePort = ['LoadBalancer', 'NodePort'].includes(type) && uid ? { nodePort: NODE_PORT_BASE + draw(`${ uid }:${ textOf(port.port) }`, NODE_PORTS) } : {};

  return { protocol: 'TCP', targetPort: port.port, ...nodePort, ...port };
}

export function serviceErrors(object: KubeObject): readonly FieldError[] {
  const spec = objectAt(object, 'spec');
  const ports = listAt(spec, 'ports').map((port) => (isObject(port) ? port : {}));
  const isPort = (value: Json | undefined) => typeof value !== 'number' || (value > 0 && value < 65536);

  return [
    ...(spec.type !== 'ExternalName' && spec.clusterIP !== 'None' && !ports.length ? [fieldErrors.required('spec.ports')] : []),
    ...ports.flatMap((port, index) => ['port', 'targetPort'].filter((field) => !isPort(port[field])).map((field) => (
      fieldErrors.invalid(`spec.ports[${ index }].${ field }`, port[field], 'must be between 1 and 65535, inclusive')
    ))),
  ];
}

export function serviceStatusErrors(object: KubeObject): readonly FieldError[] {
  const ingress = listAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress');

  return ingress.length && objectAt(object, 'spec').type !== 'LoadBalancer'
    ? [fieldErrors.forbidden('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")]
    : [];
}
