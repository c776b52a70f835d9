import type { Plugin } from '@shell/core/plugin';
import type { Location } from '@shell/plugins/steve/steve-class';
import type { ModelClass } from '@models/registry';
import { ownColumns, sortPath } from './headers';
import { pageTypeOf } from './page-types';

/** Registers the generic pages for what a model declares. A type without a declaration keeps the shell's list, form or YAML page. */
export function registerPages(plugin: Plugin, Model: ModelClass): void {
  const page = pageTypeOf(Model.type);

  if (Model.columns.length) {
    plugin.register('list', page, () => import('../components/ModelList.vue'));
    addSortKeys(Model);
  }

  if (Model.formTabs.length) {
    plugin.register('edit', page, () => import('../components/ModelForm.vue'));
  }

  if (Model.detailSections.length) {
    plugin.register('detail', page, () => import('../components/ModelDetail.vue'));
  }

  if (page !== Model.type) {
    movePages(Model, page);
  }
}

/** Gives the rows what each column is sorted by: the shell's table sorts by a property of the row, and by nothing else. */
function addSortKeys(Model: ModelClass): void {
  for (const column of ownColumns(Model)) {
    Object.defineProperty(Model.prototype, sortPath(column), {
      configurable: true,
      get(this: never) {
        return (column.sort ?? column.value)(this);
      },
    });
  }
}

/** Lets a model's own locations lead to the name that its pages are under. */
function movePages(Model: ModelClass, page: string): void {
  const parent: unknown = Object.getPrototypeOf(Model.prototype);

  if (typeof parent !== 'object' || parent === null) {
    return;
  }

  for (const member of ['listLocation', '_detailLocation']) {
    Object.defineProperty(Model.prototype, member, {
      configurable: true,
      get(this: object): Location {
        const location = Reflect.get(parent, member, this) as Location;

        return { ...location, params: { ...location.params, resource: page } };
      },
    });
  }
}
