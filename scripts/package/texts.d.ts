/** The texts of a language, by key, as `register('l10n', …)` takes them. */
declare const texts: Readonly<Record<string, unknown>>;
export default texts;
