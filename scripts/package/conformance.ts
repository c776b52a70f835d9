/**
 * The package's `./conformance`: does a save of a model keep what the user did not touch? Runs in Node wherever something leads `@shell/*`
 * to a shell, as the plugin of `./vitest` does.
 */
import type { ShellModelClass } from '../../models/index';
import { openDashboard as open, type DashboardOptions as Options, type DashboardStore } from '../conformance/dashboard-store';
import { checkModel as check, type Offence } from '../conformance/save-fidelity';

/** What the store runs on. */
export interface DashboardOptions extends Omit<Options, 'modelFor'> {
  /** The class of a type's instances, as the store's `classify` finds it. */
  modelFor(type: string): ShellModelClass;
}

/**
 * Checks a model class the way an operator would find out: saves a full object of its type through the form, the YAML page and
 * "Edit as YAML", and compares what is stored. A class that skips the save engine is an offence of its own.
 */
export const checkModel = check as (model: ShellModelClass, steveId: string) => Promise<readonly Offence[]>;

/** Opens the shell's own Steve store on an API and loads its schemas. */
export const openDashboard = open as (options: DashboardOptions, baseUrl?: string) => Promise<DashboardStore>;

export { differences } from '../conformance/differences';
export type { DashboardStore } from '../conformance/dashboard-store';
export type { Difference } from '../conformance/differences';
export type { Offence } from '../conformance/save-fidelity';
