import { describe, expect, it } from 'vitest';
import { registry } from '@models/registry';
import { embeddedServer } from '../support/test-server';
import { describeWritePaths } from './write-paths';

describeWritePaths(embeddedServer());

describe('the table of paths', () => {
  it('is complete: no model of the registry has an action or a save of its own', () => {
    const members = ['ownActions', 'save', '_save', 'saveYaml', '_saveYaml', 'update', 'replace', 'patch', 'toSave', 'cleanForSave'];

    const own = Object.values(registry).flatMap(({ type, prototype }) => members.filter((member) => Object.hasOwn(prototype, member)).map((member) => `${ type }: ${ member }`));

    // A new network's config repeats its name; of one that is there it sends what the base does.
    expect(own).toStrictEqual(['k8s.cni.cncf.io.networkattachmentdefinition: toSave']);
  });
});
