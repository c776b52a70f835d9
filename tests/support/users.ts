/** Who there is beside the administrator, named after what they may do with an object beyond reading it. */
export const USERS = ['updates', 'patches', 'reads'] as const;
export type User = (typeof USERS)[number];
