import { hasSaveEngine } from '../../models/base/save-engine';
import { HarvesterApi } from '../harvester-api/api';
import { Definitions, type ServedType } from '../harvester-api/definitions';
import type { ApiRequest } from '../harvester-api/types';
import { openDashboard, type AnyModel } from './dashboard-store';
import { differences, type Difference } from './differences';
import { ADD_LABEL } from './edits';
import { sampleObject } from './sample-object';
import { SAVE_WAYS, saveBy, type SaveWay } from './save-ways';

/** What is wrong with a model class. */
export interface Offence {
  readonly way: SaveWay | 'base';
  readonly message: string;
  /** What a save changed although the user did not touch it. */
  readonly losses: readonly Difference[];
}

/** Saves a full object of a type through one way, and tells what got lost on the way. */
async function lossesOf(model: AnyModel, type: ServedType, way: SaveWay): Promise<readonly Difference[]> {
  const api = new HarvesterApi();
  const before = api.cluster.create(type.resource, sampleObject(type));
  const id = type.namespaced ? `${ before.metadata.namespace ?? '' }/${ before.metadata.name }` : before.metadata.name;
  const dashboard = await openDashboard({ send: (request: ApiRequest) => api.handle(request), modelFor: () => model });

  await saveBy(way, dashboard, await dashboard.find(type.steveId, id), ADD_LABEL.change);

  const after = api.cluster.get(type.resource, before.metadata.namespace, before.metadata.name);
  const expected = structuredClone(before);

  ADD_LABEL.change(expected);

  return differences(expected, after);
}

/**
 * Checks a model class the way an operator would find out: saves a full object of its type through the form, the YAML page and
 * "Edit as YAML", and compares what is stored. A class that skips the base is an offence of its own.
 */
export async function checkModel(model: AnyModel, steveId: string): Promise<readonly Offence[]> {
  const type = Definitions.all().ofSteve(steveId);

  if (!type) {
    return [{ way: 'base', message: `${ steveId } is not a type that the API serves`, losses: [] }];
  }

  const offences: Offence[] = hasSaveEngine(model) ? [] : [{ way: 'base', message: `${ model.name } does not save through HarvesterResource`, losses: [] }];

  for (const way of SAVE_WAYS) {
    try {
      const losses = await lossesOf(model, type, way);

      if (losses.length) {
        offences.push({ way, message: `${ model.name } loses ${ losses.map(({ path }) => path).join(', ') } when it is saved (${ way })`, losses });
      }
    } catch (error) {
      offences.push({ way, message: `${ model.name } can not be saved (${ way }): ${ error instanceof Error ? error.message : JSON.stringify(error) }`, losses: [] });
    }
  }

  return offences;
}
