/** What the user asked for can not be done as asked: one sentence, exit code 2. */
export class UsageError extends Error {}
