/**
 * A component of the shell with some of the components that its template names exchanged. It is a copy: the shell's own stays
 * as it is, so that no other page of the dashboard notices.
 */
export function withParts<T extends object>(component: T, parts: Readonly<Record<string, unknown>>): T {
  const own: unknown = Reflect.get(component, 'components');

  return { ...component, components: { ...typeof own === 'object' ? own : {}, ...parts } };
}
