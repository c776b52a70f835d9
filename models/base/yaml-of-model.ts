import { toRaw } from 'vue';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { bases } from './edit-bases';
import { nameOf } from './engine-object';
import { textsOf, type JsonObject } from './kubernetes';
import { listKeysOf } from './list-map-keys';
import { transportOf } from './model-transport';
import type { Edit } from './save';
import { SaveError } from './save-error';
import { alignConditions, jsonCopy } from './wire';
import { parseYaml, yamlEdit, YamlProblem } from './yaml';

/** The text of the user's YAML as an object. @throws SaveError */
export function readYaml(resource: SteveModel, yaml: string): JsonObject {
  try {
    return parseYaml(yaml);
  } catch (error) {
    if (!(error instanceof YamlProblem)) {
      throw error;
    }

    const transport = transportOf(resource);

    throw new SaveError('invalid', error.syntax ? transport.say('harvesterModels.save.yamlSyntax', { ...error.syntax }) : transport.say('harvesterModels.save.yamlNotOne', {}));
  }
}

/** What a text changes, of which version. @throws SaveError */
export function editOfYaml(resource: SteveModel, text: JsonObject, initialYaml: string | null | undefined): Pick<Edit, 'base' | 'edited'> {
  const { say } = transportOf(resource);
  const { name = '', namespace = '', resourceVersion = '' } = textsOf(text.metadata);

  if (name !== resource.metadata?.name || namespace !== (resource.metadata.namespace ?? '')) {
    throw new SaveError('invalid', say('harvesterModels.save.yamlRenamed', { name: nameOf(resource), other: namespace ? `${ namespace }/${ name }` : name }));
  }

  const edit = yamlEdit({
    text,
    initialYaml,
    instance:  jsonCopy(resource),
    snapshot:  bases.get(toRaw(resource)),
    steveType: resource.type,
    listKeys:  listKeysOf(resource.apiVersion, resource.kind),
  });

  if (!edit) {
    throw new SaveError('conflict', say('harvesterModels.save.unknownVersion', { name: nameOf(resource), version: resourceVersion }));
  }

  return { base: edit.base, edited: alignConditions(edit.edited, edit.base) };
}
