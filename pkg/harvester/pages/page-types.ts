/**
 * Kinds that the shell has pages for too, and the name that ours are under: a registered page would otherwise replace the
 * shell's in every product. Operators know these names from their address bar.
 */
const PAGE_TYPES: Readonly<Record<string, string>> = {
  'k8s.cni.cncf.io.networkattachmentdefinition': 'harvesterhci.io.networkattachmentdefinition',
};

const TYPES: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(PAGE_TYPES).map(([type, page]) => [page, type]));

/** The name in the address of a type's pages: mostly its Steve id. */
export function pageTypeOf(type: string): string {
  return Object.hasOwn(PAGE_TYPES, type) ? PAGE_TYPES[type] ?? type : type;
}

/** The Steve id of the type that a name in an address stands for. */
export function typeOfPage(page: string): string {
  return Object.hasOwn(TYPES, page) ? TYPES[page] ?? page : page;
}
