import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { ServedType } from '../harvester-api/definitions';
import type { Binaries } from './binaries';
import { customResourceDefinition, customTypes } from './custom-resource-definitions';
import { KubeClient } from './kube-client';
import { Program } from './program';

/** A control plane that runs: etcd, kube-apiserver and Steve, with Harvester's types, without admission webhooks and controllers. */
export interface RunningCluster<User extends string = never> {
  /** Where Steve listens: it answers `/v1`, and passes `/api` and `/apis` on. A request without a token is the administrator's. */
  readonly steveUrl: string;
  /** Where kube-apiserver listens. Its certificate is in `kubeconfig`. */
  readonly kubeUrl: string;
  /** A file for `kubectl --kubeconfig`; gone with the cluster. */
  readonly kubeconfig: string;
  /** The administrator's token. */
  readonly token: string;
  /** The token of each further user. */
  readonly userTokens: Readonly<Record<User, string>>;
  /** Ends all of it and removes its data. */
  close(): Promise<void>;
}

const READY_MS = 120_000;

/** Starts a control plane on free ports of the loopback interface. `users` may do nothing until they are given a role. */
export async function startCluster<User extends string = never>(binaries: Binaries, users: readonly User[] = []): Promise<RunningCluster<User>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'harvester-cluster-'));
  const programs: Program[] = [];
  const close = async() => {
    await Promise.all(programs.map((program) => program.stop()));
    await rm(folder, { recursive: true, force: true });
  };

  try {
    const token = newToken();
    const userTokens = Object.fromEntries(users.map((user) => [user, newToken()])) as Record<User, string>;
    const kubeUrl = `https://127.0.0.1:${ await freePort() }`;
    const certificate = path.join(folder, 'certs/apiserver.crt');
    const kubeconfig = path.join(folder, 'kubeconfig');
    const tokens = path.join(folder, 'tokens.csv');

    await writeFile(tokens, tokenFile(token, userTokens));
    await writeFile(path.join(folder, 'service-account.key'), serviceAccountKey());
    await writeFile(kubeconfig, kubeconfigFor(kubeUrl, certificate, token), { mode: 0o600 });

    const controlPlane = new Program(binaries.controlPlane, [folder, ...apiServerFlags(folder, kubeUrl)], folder);

    programs.push(controlPlane);
    await controlPlane.until(READY_MS, () => existsSync(certificate) || undefined);

    const kube = new KubeClient(kubeUrl, token, readFileSync(certificate, 'utf8'));

    try {
      await controlPlane.until(READY_MS, async() => await isReady(kube) || undefined);
      await installTypes(kube, controlPlane);
    } finally {
      kube.close();
    }

    const steve = new Program(binaries.steve, [kubeconfig, tokens], folder);

    programs.push(steve);

    const steveUrl = await steve.until(READY_MS, () => /^listening on (http:\S+)$/m.exec(steve.output)?.[1]);

    await steve.until(READY_MS, async() => await knowsTypes(steveUrl) || undefined);

    return { steveUrl, kubeUrl, kubeconfig, token, userTokens, close };
  } catch (error) {
    await close();

    throw error;
  }
}

function newToken(): string {
  return randomBytes(16).toString('hex');
}

function tokenFile(token: string, userTokens: Readonly<Record<string, string>>): string {
  return [`${ token },admin,admin,system:masters`, ...Object.entries(userTokens).map(([user, userToken]) => `${ userToken },${ user },${ user }`), ''].join('\n');
}

function serviceAccountKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

function kubeconfigFor(server: string, certificate: string, token: string): string {
  return stringify({
    'apiVersion':      'v1',
    'kind':            'Config',
    'clusters':        [{ name: 'cluster', cluster: { server, 'certificate-authority': certificate } }],
    'users':           [{ name: 'admin', user: { token } }],
    'contexts':        [{ name: 'cluster', context: { cluster: 'cluster', user: 'admin' } }],
    'current-context': 'cluster',
  });
}

/** No node, no controller and no pod belong to it: what exists for them is off. */
function apiServerFlags(folder: string, kubeUrl: string): string[] {
  const flags = {
    'bind-address':                     '127.0.0.1',
    'advertise-address':                '127.0.0.1',
    'secure-port':                      new URL(kubeUrl).port,
    'cert-dir':                         path.join(folder, 'certs'),
    'token-auth-file':                  path.join(folder, 'tokens.csv'),
    'authorization-mode':               'RBAC',
    'service-account-issuer':           'https://kubernetes.default.svc',
    'service-account-key-file':         path.join(folder, 'service-account.key'),
    'service-account-signing-key-file': path.join(folder, 'service-account.key'),
    'service-cluster-ip-range':         '10.53.0.0/16',
    'endpoint-reconciler-type':         'none',
    'disable-admission-plugins':        'ServiceAccount',
  };

  return Object.entries(flags).map(([flag, value]) => `--${ flag }=${ value }`);
}

async function freePort(): Promise<number> {
  const server = createServer();

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  const address = server.address();

  await new Promise((resolve) => server.close(resolve));

  if (address === null || typeof address === 'string') {
    throw new Error('There is no free port.');
  }

  return address.port;
}

async function isReady(kube: KubeClient): Promise<boolean> {
  try {
    return (await kube.send('GET', '/readyz')).status === 200;
  } catch {
    return false;
  }
}

async function installTypes(kube: KubeClient, controlPlane: Program): Promise<void> {
  const types = customTypes();
  const refusals = await Promise.all(types.map(async(type) => {
    const { status, body } = await kube.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', customResourceDefinition(type));

    return status === 201 ? [] : [`${ type.resource }: ${ body.trim() }`];
  }));

  if (refusals.flat().length) {
    throw new Error(`kube-apiserver refuses types of Harvester:\n${ refusals.flat().join('\n') }`);
  }

  await controlPlane.until(READY_MS, async() => {
    const answers = await Promise.all([...new Set(types.map(({ apiVersion }) => apiVersion))].map((apiVersion) => kube.send('GET', `/apis/${ apiVersion }`)));
    const served = new Set(answers.flatMap(({ status, body }) => status === 200 ? namesIn(body) : []));

    return types.every(({ apiVersion, plural }) => served.has(`${ apiVersion }/${ plural }`)) || undefined;
  });
}

function namesIn(body: string): string[] {
  const { groupVersion, resources } = JSON.parse(body) as { readonly groupVersion: string; readonly resources: readonly { readonly name: string }[] };

  return resources.map(({ name }) => `${ groupVersion }/${ name }`);
}

async function knowsTypes(steveUrl: string): Promise<boolean> {
  const answer = await fetch(`${ steveUrl }/v1/schemas`);

  if (!answer.ok) {
    return false;
  }

  const { data } = await answer.json() as { readonly data: readonly { readonly id: string }[] };
  const known = new Set(data.map(({ id }) => id));

  return customTypes().every(({ steveId }: ServedType) => known.has(steveId));
}
