import { dump } from 'js-yaml';
import { createYamlWithOptions } from '@shell/utils/create-yaml';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { hasSaveEngine } from '../../models/base/save-engine';
import { HarvesterApi } from '../harvester-api/api';
import { Definitions, type ServedType } from '../harvester-api/definitions';
import type { ApiRequest, JsonObject, KubeObject } from '../harvester-api/types';
import { openDashboard, type AnyModel, type DashboardStore } from './dashboard-store';
import { differences, type Difference } from './differences';
import { sampleObject } from './sample-object';

/** What is wrong with a model class. */
export interface Offence {
  readonly way: SaveWay | 'base';
  readonly message: string;
  /** What a save changed although the user did not touch it. */
  readonly losses: readonly Difference[];
}

/** The ways by which a dashboard saves an existing resource. */
const SAVE_WAYS = ['form', 'yaml', 'form as yaml'] as const;
type SaveWay = (typeof SAVE_WAYS)[number];

/** The edit that every way makes: a label that no type minds. */
const LABEL = 'example.io/edited';

function setLabel(resource: SteveModel): void {
  resource.setLabel(LABEL, 'yes');
}

const WAYS: Readonly<Record<SaveWay, (dashboard: DashboardStore, resource: SteveModel, stored: KubeObject) => Promise<void>>> = {
  async form(dashboard, resource) {
    const edited = await dashboard.clone(resource);

    setLabel(edited);
    await edited.save({ skipUIValidation: true });
  },
  async yaml(dashboard, resource, stored) {
    const edited = await dashboard.clone(resource);
    const text = dump(stored);

    await edited.saveYaml(dump({ ...stored, metadata: { ...stored.metadata, labels: { ...stored.metadata.labels, [LABEL]: 'yes' } } }), text);
  },
  async 'form as yaml'(dashboard, resource) {
    const edited = await dashboard.clone(resource);
    const schemas = dashboard.schemas();
    const initial = createYamlWithOptions(schemas, edited.type, structuredClone(edited.toJSON()));

    setLabel(edited);
    await edited.saveYaml(createYamlWithOptions(schemas, edited.type, structuredClone(edited.toJSON())), initial);
  },
};

/** Saves a full object of a type through one way, and tells what got lost on the way. */
async function lossesOf(model: AnyModel, type: ServedType, way: SaveWay): Promise<readonly Difference[]> {
  const api = new HarvesterApi();
  const before = api.cluster.create(type.resource, sampleObject(type));
  const id = type.namespaced ? `${ before.metadata.namespace ?? '' }/${ before.metadata.name }` : before.metadata.name;
  const dashboard = await openDashboard({ send: (request: ApiRequest) => api.handle(request), modelFor: () => model });

  await WAYS[way](dashboard, await dashboard.find(type.steveId, id), before);

  const after = api.cluster.get(type.resource, before.metadata.namespace, before.metadata.name);
  const expected: JsonObject = { ...before, metadata: { ...before.metadata, labels: { ...before.metadata.labels, [LABEL]: 'yes' } } };

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
