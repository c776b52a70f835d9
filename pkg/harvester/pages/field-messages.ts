import type { FormTab } from '@models/base/declarations';
import { readRows, type Field } from './field-values';

/** A tab of a model's form, over a resource that the page knows only as the model's. */
export type Tab = FormTab<never>;

/** Something to say about a field, in the user's language. */
export interface Message {
  readonly path: string;
  readonly text: string;
}

/** Messages by the field that they are shown at, and those that no field is there for. */
export interface PlacedMessages {
  readonly at: ReadonlyMap<string, readonly string[]>;
  readonly elsewhere: readonly string[];
}

/** The tabs and fields that a form shows for the resource as it stands. */
export function visibleTabs(tabs: readonly Tab[], resource: object): readonly Tab[] {
  return tabs
    .filter((tab) => tab.visible?.(resource as never) ?? true)
    .map((tab) => ({ ...tab, fields: tab.fields.filter((field) => field.visible?.(resource as never) ?? true) }));
}

/** Where messages can stand: at each field, and at each field of each row. */
export function fieldPaths(fields: readonly Field[], resource: object): readonly string[] {
  return fields.flatMap((field) => field.kind === 'rows'
    ? [field.path, ...readRows(resource, field).flatMap((_, index) => field.fields.map(({ path }) => rowPath(field.path, index, path)))]
    : [field.path]);
}

/** The path of a field in a row, as validation and the server name it. */
export function rowPath(path: string, index: number, column: string): string {
  return `${ path }[${ index }].${ column }`;
}

/** Whether `path` is `field`, or something in it. */
export function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${ field }.`) || path.startsWith(`${ field }[`);
}

/** Puts each message at the field it is about, or at the closest field around that. */
export function placeMessages(messages: readonly Message[], paths: readonly string[]): PlacedMessages {
  const at = new Map<string, string[]>();
  const elsewhere: string[] = [];

  for (const { path, text } of messages) {
    const [field] = paths.filter((candidate) => isWithin(path, candidate)).sort((one, other) => other.length - one.length);
    const texts = field === undefined ? elsewhere : at.get(field) ?? [];

    if (!texts.includes(text)) {
      texts.push(text);
    }

    if (field !== undefined) {
      at.set(field, texts);
    }
  }

  return { at, elsewhere };
}
