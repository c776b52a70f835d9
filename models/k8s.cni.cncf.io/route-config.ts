// Source: harvester/network-controller-harvester pkg/utils/nad.go Layer3NetworkConf: the JSON in annotation network.harvesterhci.io/route.
import { textOf } from '../base/partial';
import { editJson, parseJsonObject, type JsonProblem, type ParseResult } from './json-text';

export type RouteMode = 'auto' | 'manual';

/** What the server found out about a network's gateway. `outdated`: found for settings that have changed since. */
export type Connectivity = 'active' | 'inactive' | 'dhcp-failed' | 'ping-failed' | 'outdated' | 'unknown' | 'invalid';

/** How VMs of a network reach the rest of the world. */
export interface RouteConfig {
  /** Who knows the route: a DHCP server (`auto`) or the operator (`manual`). `mode`; absent or another text: `undefined`. */
  readonly mode: RouteMode | undefined;
  /** The mode as it is written, when it is none of the known ones. `mode`. */
  readonly unknownMode: string | undefined;
  /** The network in CIDR notation: the operator's in manual mode, else the DHCP server's answer. `cidr`. */
  readonly cidr: string | undefined;
  /** The router: the operator's in manual mode, else the DHCP server's answer. `gateway`. */
  readonly gateway: string | undefined;
  /** The DHCP server to be asked. `serverIPAddr`; absent or empty: whoever answers. */
  readonly serverIPAddr: string | undefined;
  /** What the server found out. `connectivity` and `outdated`; `undefined` until it has tried. */
  readonly connectivity: Connectivity | undefined;
}

const CONNECTIVITY: Readonly<Record<string, Connectivity>> = {
  true: 'active', false: 'inactive', 'DHCP failed': 'dhcp-failed', 'ping failed': 'ping-failed',
};

function connectivityOf(found: unknown, outdated: unknown): Connectivity | undefined {
  if (outdated === true) {
    return 'outdated';
  }

  const text = typeof found === 'boolean' ? String(found) : textOf(found);

  return text === undefined ? undefined : CONNECTIVITY[text] ?? 'unknown';
}

/** Reads the route annotation. */
export function parseRoute(text: unknown): ParseResult<RouteConfig, JsonProblem> {
  const parsed = parseJsonObject(text);

  if (!parsed.ok) {
    return parsed;
  }

  const { mode, cidr, gateway, serverIPAddr, connectivity, outdated } = parsed.value;
  const known = mode === 'auto' || mode === 'manual' ? mode : undefined;

  return {
    ok:    true,
    value: {
      mode:         known,
      unknownMode:  known ? undefined : textOf(mode),
      cidr:         textOf(cidr),
      gateway:      textOf(gateway),
      serverIPAddr: textOf(serverIPAddr),
      connectivity: connectivityOf(connectivity, outdated),
    },
  };
}

/** The annotation of a network whose route a DHCP server knows. */
export function newRoute(): string {
  return JSON.stringify({
    mode: 'auto', serverIPAddr: '', cidr: '', gateway: '',
  });
}

/** The annotation with one setting changed; what the server wrote into it stays. */
export function withRouteSetting(text: string | undefined, setting: 'mode' | 'cidr' | 'gateway' | 'serverIPAddr', value: string | undefined): string {
  return editJson(text, { [setting]: value ?? '' });
}

/** The annotation without what the server found out: it was found out for another network. */
export function untriedRoute(text: string): string {
  return editJson(text, { connectivity: undefined, outdated: undefined });
}
