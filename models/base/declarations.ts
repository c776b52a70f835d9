/**
 * What a model declares about itself so that one list, one form and one detail page serve every type.
 * Nothing here knows Vue, the router or a page.
 */

/** A cell's content; `undefined` shows as a dash. */
export type CellValue = string | number | boolean | undefined;

/** Another resource, by Steve type id and `namespace/name` (or `name`). */
export interface ResourceReference {
  readonly type: string;
  readonly id: string;
}

/** Columns that every list can have; the shell knows how to show them. */
export type StandardColumn = 'state' | 'name' | 'namespace' | 'description' | 'age';

/** One column of a type's list, read from the model. */
export interface Column<M> {
  /** Unique within the type; also the key of the saved sort order. */
  readonly name: string;
  readonly labelKey: string;
  /** What is shown, filtered by and, unless `sort` says otherwise, sorted by. */
  value(row: M): CellValue;
  /** What is sorted by, when it differs from what is shown (an address, a count shown with its unit). */
  sort?(row: M): string | number;
  /** Turns the cell into a link to another resource's page. */
  link?(row: M): ResourceReference | undefined;
  /** Shows the cell as a bar: how much of how much. */
  usage?(row: M): Usage | undefined;
  readonly width?: number;
}

/** How much of something is in use, as whole numbers of the same unit. */
export interface Usage {
  readonly used: number;
  readonly total: number;
}

/** One choice of a select field. `labelKey` wins over `label`; a plain label is data, such as a resource's name. */
export interface Option {
  readonly value: string | number;
  readonly label?: string;
  readonly labelKey?: string;
  readonly disabled?: boolean;
}

interface FieldBase<M> {
  /** Where the value stands in the object, and the path that validation and the server name: `spec.selector.priority`. */
  readonly path: string;
  readonly labelKey: string;
  readonly tooltipKey?: string;
  readonly placeholderKey?: string;
  readonly required?: boolean;
  /** Absent means always shown. */
  visible?(resource: M): boolean;
  /** True when the field may be set once, when the resource is created, and never again. */
  readonly immutable?: boolean;
  /** Reads the value where it is not simply the value at `path` (a NAD's config is JSON in a string). */
  read?(resource: M): unknown;
  /** Writes the value; the counterpart of `read`. */
  write?(resource: M, value: unknown): void;
}

/** A line of text. An empty text removes the key, so that the object stays as the API server would write it. */
export interface TextField<M> extends FieldBase<M> {
  readonly kind: 'text';
}

/** A whole number within bounds; empty removes the key. */
export interface NumberField<M> extends FieldBase<M> {
  readonly kind: 'number';
  readonly min?: number;
  readonly max?: number;
}

/** A choice. `options` is asked on each render and must be cheap. */
export interface SelectField<M> extends FieldBase<M> {
  readonly kind: 'select';
  options(resource: M, row?: number): readonly Option[];
}

/** A yes or no. */
export interface CheckboxField<M> extends FieldBase<M> {
  readonly kind: 'checkbox';
}

/** Rows of fields: a list of objects. The paths of `fields` are relative to a row. */
export interface RowsField<M> extends FieldBase<M> {
  readonly kind: 'rows';
  readonly addLabelKey: string;
  readonly fields: readonly ScalarField<M>[];
  newRow(resource: M): Record<string, unknown>;
  /** How many rows must stay. */
  readonly min?: number;
}

/** Keys with a list of texts each, such as a selector's `key: [value, value]`. */
export interface KeyListField<M> extends FieldBase<M> {
  readonly kind: 'key-list';
  readonly addLabelKey: string;
}

export type ScalarField<M> = TextField<M> | NumberField<M> | SelectField<M> | CheckboxField<M>;
export type FormField<M> = ScalarField<M> | RowsField<M> | KeyListField<M>;

/** One tab of a form. */
export interface FormTab<M> {
  readonly name: string;
  readonly labelKey: string;
  readonly fields: readonly FormField<M>[];
  visible?(resource: M): boolean;
}

/** A line of a detail page. */
export interface Fact<M> {
  readonly labelKey: string;
  value(resource: M): CellValue;
  link?(resource: M): ResourceReference | undefined;
}

/** A row of a detail page's table: one cell per column. */
export interface TableCell {
  readonly text: CellValue;
  readonly link?: ResourceReference | undefined;
}

/** One section of a detail page. */
export type DetailSection<M> =
  | { readonly kind: 'facts'; readonly name: string; readonly labelKey: string; readonly facts: readonly Fact<M>[] }
  | { readonly kind: 'usage'; readonly name: string; readonly labelKey: string; usage(resource: M): Usage | undefined }
  | {
    readonly kind: 'table'; readonly name: string; readonly labelKey: string; readonly columns: readonly string[];
    readonly emptyKey: string; rows(resource: M): readonly (readonly TableCell[])[];
  }
  | { readonly kind: 'conditions'; readonly name: string; readonly labelKey: string };

/** How a state of the closed union is shown. Without `labelKey` the shell's own label of the state's name is used. */
export interface StateDescriptor {
  readonly color: 'success' | 'info' | 'warning' | 'error';
  readonly labelKey?: string;
}

/** An entry of the action menu. `action` is the name of the method that does it. */
export interface ActionDescriptor {
  readonly action: string;
  readonly labelKey: string;
  readonly icon: string;
  /** What the server offers (a link, an action, RBAC), never a role's name. */
  readonly enabled: boolean;
  /** The method that takes many resources at once, when there is one. */
  readonly bulkAction?: string;
}

/** Something that is wrong with a resource as it stands in a form: shown at the field at `path`. */
export interface ValidationIssue {
  readonly path: string;
  readonly key: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Where `status` lives in a type: decides what a PUT without it does. */
export type StatusIn = 'subresource' | 'object' | 'required' | 'none';
