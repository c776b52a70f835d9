import NormanModel from '@shell/plugins/steve/norman-class';
import HybridModel from '@shell/plugins/steve/hybrid-class';
import Resource from '@shell/plugins/dashboard-store/resource-class';
import SteveModel from '@shell/plugins/steve/steve-class';
import { handleConflict } from '@shell/plugins/dashboard-store/normalize';
import { openDashboard } from '../conformance/dashboard-store';
import { saveBy } from '../conformance/save-ways';

/**
 * What a check needs of the shell. It is loaded in one graph with the models, so that their `SteveModel` is this one; everything else of
 * a check runs outside and knows the shell by this object only.
 */
export const runtime = {
  SteveModel,
  HybridModel,
  NormanModel,
  Resource,
  openDashboard,
  saveBy,
  handleConflict,
};

export type Runtime = typeof runtime;
