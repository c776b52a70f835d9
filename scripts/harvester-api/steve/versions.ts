/** The lines of Steve that the API can play; see `SteveTraits` for what tells them apart. */
export const STEVE_VERSIONS = ['0.5', '0.6', '0.7', '0.10'] as const;
export type SteveVersion = (typeof STEVE_VERSIONS)[number];

/** What differs from one Steve to another, as far as it shows in answers. */
export interface SteveTraits {
  /** Where PATCH is offered: nowhere, in `links` and, for PUT's sake once more, in the schema's methods, or only to who may patch. */
  readonly offersPatch: 'never' | 'with PUT' | 'by right';
  /** Whether PATCH heeds its content type, or takes all but a JSON patch for a strategic one. */
  readonly heedsPatchType: boolean;
  /** Whether a write is answered with the object, or with the row of the API server's table: cells with it, and a PATCH as the bare table. */
  readonly answersWritesWith: 'row' | 'object';
  /** Whether an update that names no namespace is of the one in its address. */
  readonly updatesAtAddress: boolean;
  /** What the generated name of an object without one begins with: the type's first letter, or the initials of its kind. */
  readonly namesAfter: 'type' | 'kind';
  /** Whether the schema of a custom resource has the columns of its table, or those of its definition. */
  readonly customColumns: 'table' | 'definition';
  /** Whether lists and watches come from a SQL cache, with filters, sort keys and pages of its own. */
  readonly sqlCache: boolean;
}

/** Without SQL cache. */
const PLAIN: SteveTraits = {
  offersPatch: 'with PUT',
  heedsPatchType: false,
  answersWritesWith: 'row',
  updatesAtAddress: false,
  namesAfter: 'type',
  customColumns: 'definition',
  sqlCache: false,
};

const TRAITS: Readonly<Record<SteveVersion, SteveTraits>> = {
  // Harvester 1.4 to 1.6.
  '0.5': { ...PLAIN, offersPatch: 'never' },
  // Harvester 1.7.
  '0.6': PLAIN,
  // Harvester 1.8 and 1.9.
  '0.7': PLAIN,
  // Steve's main branch of August 2026; with SQL cache, as Rancher runs it.
  '0.10': {
    offersPatch: 'by right',
    heedsPatchType: true,
    answersWritesWith: 'object',
    updatesAtAddress: true,
    namesAfter: 'kind',
    customColumns: 'table',
    sqlCache: true,
  },
};

export function traitsOf(version: SteveVersion): SteveTraits {
  return TRAITS[version];
}
