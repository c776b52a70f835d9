/**
 * The library's own words, in English: what is shown where the dashboard has no text for the key.
 * The extension brings the same keys in every language it speaks.
 */
export const MESSAGES = {
  'harvesterModels.save.conflict':          'Someone else changed {fields} while you were editing. Nothing was saved and your edits are kept: {details}',
  'harvesterModels.save.conflictValues':    '{field}: yours is {mine}, on the server it is now {theirs}',
  'harvesterModels.save.noValue':           'nothing',
  'harvesterModels.save.concealed':         'not shown',
  'harvesterModels.save.unknownVersion':    'The text is of version {version} of {name}, which is neither the one you opened nor the one on the server. Nothing was saved and your edits are kept: reload to see what changed, then make them again.',
  'harvesterModels.save.stale':             '{name} was changed on the server since it was read here. Nothing was saved and your edits are kept: reload to see what changed, then make them again.',
  'harvesterModels.save.recreated':         '{name} was deleted and created again while you were editing. Nothing was saved and your edits are kept.',
  'harvesterModels.save.deleted':           '{name} was deleted while you were editing. Nothing was saved and your edits are kept.',
  'harvesterModels.save.forbidden':         'You may not change {name}: {reason} Nothing was saved and your edits are kept.',
  'harvesterModels.save.invalid':           'The server refused the change of {name}. Nothing was saved and your edits are kept. It says: {reason}',
  'harvesterModels.save.failed':            'The change of {name} could not be saved: {reason}. Your edits are kept.',
  'harvesterModels.save.unauthorized':      'You are not logged in any more, so {name} could not be saved. Nothing was saved and your edits are kept: log in again in another tab, then save once more.',
  'harvesterModels.save.tooLarge':          '{name} is larger than the server accepts. Nothing was saved and your edits are kept: make it smaller. The server says: {reason}',
  'harvesterModels.save.unsupported':       'The server, or a proxy in front of it, does not accept changes in the form they are sent. Nothing of {name} was saved and your edits are kept. It says: {reason}',
  'harvesterModels.save.throttled':         'The server has too much to do to save {name}. Nothing was saved and your edits are kept: try again in {seconds} s.',
  'harvesterModels.save.brokeDown':         'The server failed while it was saving {name}. The change was not stored, your edits are kept. It says: {reason}',
  'harvesterModels.save.unreadable':        'The answer to saving {name} is not one of the cluster: the change may or may not be stored. Your edits are kept, and saving again is safe. A proxy or a login page may be in between.',
  'harvesterModels.save.notStored':         'The server gave no usable answer while saving {name}. The change was not stored, your edits are kept: try again.',
  'harvesterModels.save.unknownOutcome':    'The connection to the server was lost while saving {name}, and it does not answer: the change may or may not be stored. Your edits are kept, and saving again is safe.',
  'harvesterModels.save.busy':              '{name} is changed so often that the save found no gap. Nothing was saved and your edits are kept: try again.',
  'harvesterModels.save.yamlSyntax':        'The YAML can not be read, line {line}, column {column}: {reason}. Nothing was saved and your edits are kept.',
  'harvesterModels.save.yamlNotOne':        'The text must hold exactly one resource. Nothing was saved and your edits are kept.',
  'harvesterModels.save.yamlRenamed':       'The text is of {other}, not of {name}: a resource can not be renamed or moved. Clone it instead. Nothing was saved and your edits are kept.',
  'harvesterModels.save.namespaceRequired': 'The resource needs a namespace: set metadata.namespace. Nothing was saved and your edits are kept.',
} as const;

export type MessageKey = keyof typeof MESSAGES;

/** Puts values into `{name}` placeholders. */
export function fillIn(text: string, args: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => name in args ? String(args[name]) : placeholder);
}
