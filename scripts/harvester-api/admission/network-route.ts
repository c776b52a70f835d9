// The route of a VM network: JSON in an annotation (network-controller-harvester pkg/utils/nad.go, Layer3NetworkConf).
import { isObject, stringAt } from '../objects';
import type { Json, JsonObject, KubeObject } from '../types';
import { isAddress, isCidr } from './ip-ranges';
import { isOverlay, networkType } from './net-conf';
import type { NetConf } from './net-conf';
import { Refusal } from './refusal';

const ROUTE_KEY = 'network.harvesterhci.io/route';

interface Annotations { [key: string]: string }

/** The annotations with a route that fits the change: one found for another vlan or in another mode is outdated; what carries no single vlan has none. */
export function withFreshRoute(was: NetConf, is: NetConf, oldAnnotations: Annotations, annotations: Annotations): Annotations {
  const route = routeOf(annotations);

  if (!route || isOverlay(is)) {
    return annotations;
  }
  const { [ROUTE_KEY]: _route, ...others } = annotations;

  if (was.vlan !== is.vlan && networkType(is) !== 'L2VlanNetwork') {
    return others;
  }
  if (was.vlan === is.vlan && stringAt(routeOf(oldAnnotations), 'mode') === stringAt(route, 'mode')) {
    return annotations;
  }
  const { connectivity: _connectivity, ...kept } = route;
  const automatic = { mode: kept.mode, serverIPAddr: kept.serverIPAddr };

  return { ...others, [ROUTE_KEY]: JSON.stringify({ ...(kept.mode === 'manual' ? kept : automatic), outdated: true }) };
}

/** Refuses a route annotation that can't be read or followed. */
export function checkRoute(nad: KubeObject): void {
  const written = nad.metadata.annotations?.[ROUTE_KEY];

  if (!written) {
    return;
  }
  const route = routeOf({ [ROUTE_KEY]: written });

  if (!route) {
    throw new Refusal(`unmarshal ${ written } faield, error: invalid JSON`);
  }
  const mode = stringAt(route, 'mode');
  const cidr = stringAt(route, 'cidr');
  const gateway = stringAt(route, 'gateway');

  if (mode && mode !== 'auto' && mode !== 'manual') {
    throw new Refusal(`unknown mode ${ mode }`);
  }
  if (cidr && (!isCidr(cidr) || cidr.endsWith('/0'))) {
    throw new Refusal(`the CIDR ${ cidr } is invalid`);
  }
  if (gateway && !isAddress(gateway)) {
    throw new Refusal(`the gateway ${ gateway } is invalid`);
  }
}

function routeOf(annotations: Annotations): JsonObject | undefined {
  try {
    const route = JSON.parse(annotations[ROUTE_KEY] ?? 'null') as Json;

    return isObject(route) ? route : undefined;
  } catch {
    return undefined;
  }
}
