import type { Translate } from '../composables/use-shell';
import type { Tab } from './field-messages';

/** What the shell calls the fields above the tabs. */
const HEAD: Readonly<Record<string, string>> = {
  'metadata.name':                                         'nameNsDescription.name.label',
  'metadata.namespace':                                    'nameNsDescription.namespace.label',
  'metadata.annotations["field.cattle.io/description"]':   'nameNsDescription.description.label',
  'spec.description':                                      'nameNsDescription.description.label',
};

const IN_ROW = /^\[(\d+)\](?:\.(.+))?$/;

/** What a form calls the field at a path, rows by their number; `undefined` where no field stands for it. */
export function fieldLabel(tabs: readonly Tab[], path: string, t: Translate): string | undefined {
  for (const field of tabs.flatMap(({ fields }) => fields)) {
    const label = t(field.labelKey);

    if (field.path === path) {
      return label;
    }

    const [, index, column] = field.kind === 'rows' && path.startsWith(field.path) ? IN_ROW.exec(path.slice(field.path.length)) ?? [] : [];

    if (field.kind === 'rows' && index !== undefined) {
      const row = t('harvesterModels.pages.row', { list: label, row: Number(index) + 1 });
      const inner = field.fields.find((candidate) => candidate.path === column);

      return inner ? `${ row }: ${ t(inner.labelKey) }` : row;
    }
  }

  return Object.hasOwn(HEAD, path) ? t(HEAD[path] ?? '') : undefined;
}
