import type { Getters } from '@shell/plugins/steve/steve-class';
import { PRODUCT } from '../routes';
import { ask, propertyOf } from './context';

/** A choice of the dashboard's namespace filter. Source: @shell/utils/namespace-filter, components/nav/NamespaceFilter. */
interface FilterOption {
  readonly id: string;
  readonly kind: 'special' | 'project' | 'namespace';
  readonly label: string;
}

/** What the filter brings along to put its list together. */
interface FilterHelpers {
  readonly addNamespace: (options: FilterOption[], namespaces: readonly object[]) => void;
  readonly divider: (options: FilterOption[]) => void;
}

/** Every namespace: unlike elsewhere in Rancher the default, for much of what operators look after is in system namespaces. */
const ALL = 'all';
const NAMESPACE = 'namespace';
const PROJECT = 'management.cattle.io.project';

function byName(list: unknown): readonly object[] {
  return Array.isArray(list) ? (list as readonly object[]).toSorted((one, other) => textOf(one, 'nameDisplay').localeCompare(textOf(other, 'nameDisplay'))) : [];
}

function textOf(resource: object, key: string): string {
  const text = propertyOf(resource, key);

  return typeof text === 'string' ? text : '';
}

/** The choices of the namespace filter: all, then each project with its namespaces, then the namespaces of no project. */
export function namespaceFilterOptions(getters: Getters, rootGetters: Getters, { addNamespace, divider }: FilterHelpers): readonly FilterOption[] {
  const t = rootGetters['i18n/t'] ?? String;
  const namespaces = byName(ask(getters, 'all', NAMESPACE));
  const projects = byName(ask(rootGetters, 'management/all', PROJECT)).map((project) => ({
    name: textOf(project, 'id').split('/').at(-1) ?? '', label: textOf(project, 'nameDisplay'),
  }));
  const known = new Set(projects.map(({ name }) => name));
  const projectOf = (namespace: object) => textOf(namespace, 'projectId');
  const options: FilterOption[] = [{ id: ALL, kind: 'special', label: t('nav.ns.all') }];

  divider(options);

  for (const { name, label } of projects) {
    options.push({ id: `project://${ name }`, kind: 'project', label: t('nav.ns.project', { name: label }) });
    addNamespace(options, namespaces.filter((namespace) => projectOf(namespace) === name));
    divider(options);
  }

  addNamespace(options, namespaces.filter((namespace) => !known.has(projectOf(namespace))));

  return options;
}

/** What the user chose to look at when last in this cluster; nothing chosen means every namespace. */
export function chosenNamespaces(rootGetters: Getters, cluster: string): readonly unknown[] {
  const chosen = propertyOf(ask(rootGetters, 'prefs/get', 'ns-by-cluster'), `${ cluster }__%%__${ PRODUCT }`);

  return Array.isArray(chosen) ? chosen as readonly unknown[] : [];
}
