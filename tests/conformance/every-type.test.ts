import { describe, expect, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import { withSaveEngine } from '@models/base/save-engine';
import { checkModel } from '../../scripts/conformance/save-fidelity';
import { Definitions } from '../../scripts/harvester-api/definitions';

const types = Definitions.all().types.filter(({ crd }) => crd).map(({ steveId }) => [steveId]);

describe('a type without a model of its own', () => {
  it.each(types)('%s loses nothing, however it is saved', async (steveId) => {
    expect(await checkModel(withSaveEngine(SteveModel), steveId)).toStrictEqual([]);
  });
});
