import fc from 'fast-check';
import cloneDeep from 'lodash/cloneDeep';
import set from 'lodash/set';
import unset from 'lodash/unset';
import type SteveModel from '@shell/plugins/steve/steve-class';
import type { Column, DetailSection, FormTab, StandardColumn } from '@models/base/declarations';
import type { HarvesterInstance } from '@models/base/harvester-resource';

type Path = readonly (string | number)[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }

  return Object.entries(value).flatMap(([key, child]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];

    return [path, ...pathsOf(child, path)];
  });
}

/** `whole` with random paths missing or null: what a slim list, a half-made object or an older server may hold. */
export function partsOf(whole: object): fc.Arbitrary<object> {
  return fc.tuple(fc.subarray(pathsOf(whole)), fc.boolean()).map(([paths, asNull]) => {
    const part = cloneDeep(whole);

    for (const path of paths.toReversed()) {
      if (asNull) {
        set(part, path, null);
      } else {
        unset(part, path);
      }
    }

    return part;
  });
}

/** A model class with everything that pages read. */
export interface DeclaredModel<M> {
  readonly prototype: M;
  readonly columns: readonly (StandardColumn | Column<M>)[];
  readonly formTabs: readonly FormTab<M>[];
  readonly detailSections: readonly DetailSection<M>[];
}

function gettersOf(Model: { readonly prototype: object }): readonly string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(Model.prototype)).flatMap(([name, descriptor]) => descriptor.get ? [name] : []);
}

/** Reads every getter of the class itself, every cell, every field and every detail of a resource, as pages would, and says how many issues it has. */
export function readEverything<M extends SteveModel & HarvesterInstance>(Model: DeclaredModel<M>, resource: M): number {
  for (const getter of gettersOf(Model)) {
    Reflect.get(resource, getter);
  }

  for (const column of Model.columns) {
    if (typeof column !== 'string') {
      column.value(resource);
      column.sort?.(resource);
      column.link?.(resource);
      column.usage?.(resource);
    }
  }

  for (const tab of Model.formTabs) {
    tab.visible?.(resource);

    for (const field of tab.fields) {
      field.visible?.(resource);
      field.read?.(resource);

      if (field.kind === 'select') {
        field.options(resource);
      } else if (field.kind === 'rows') {
        field.newRow(resource);
        field.fields.forEach((inner) => inner.kind === 'select' && inner.options(resource, 0));
      }
    }
  }

  for (const section of Model.detailSections) {
    if (section.kind === 'facts') {
      section.facts.forEach((fact) => [fact.value(resource), fact.link?.(resource)]);
    } else if (section.kind === 'table') {
      section.rows(resource);
    } else if (section.kind === 'usage') {
      section.usage(resource);
    }
  }

  return resource.issues().length;
}
