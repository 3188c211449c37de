import { AttendanceError } from './errors.js';

/** The meaning of a status for the counts. */
export interface StatusDefinition {
  /** True if a child with this status counts as attending (`attended` in the daily summary). */
  readonly attended: boolean;
}

/** The host's statuses by name. */
export type StatusDefinitions<Status extends string = string> = Readonly<Record<Status, StatusDefinition>>;

/** Names are stored as they are and read by other systems: a letter, then letters, digits, `_` or `-`, at most 64. */
const statusName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/**
 * Declares the host's own statuses; they replace the default ones (spread `defaultStatuses` to keep them).
 * @param definitions  By status name: a letter, then letters, digits, `_` or `-`, at most 64 characters.
 * @returns            The same definitions, frozen, typed by their names.
 * @throws {AttendanceError} `invalid_options` when there is none, a name doesn't fit or `attended` is not a boolean.
 */
export function defineStatuses<const Definitions extends StatusDefinitions>(definitions: Definitions): Definitions {
  const entries = entriesOf(definitions);
  if (entries.length === 0) throw invalidStatuses('expected at least one status');
  for (const [name, definition] of entries) {
    if (!statusName.test(name)) throw invalidStatuses('a status name must match [A-Za-z][A-Za-z0-9_-]{0,63}');
    if (typeof definition.attended !== 'boolean')
      throw invalidStatuses(`status ${name} must say { attended: boolean }`);
  }
  const frozen = entries.map(([name, { attended }]) => [name, Object.freeze({ attended })]);
  return Object.freeze(Object.fromEntries(frozen));
}

/** `present` and `late` attend; `sick`, `excused` and `absent` don't. */
export const defaultStatuses = defineStatuses({
  present: { attended: true },
  late: { attended: true },
  sick: { attended: false },
  excused: { attended: false },
  absent: { attended: false },
});

/** The names of `defaultStatuses`. */
export type DefaultStatus = keyof typeof defaultStatuses;

/** A list, a text or bytes would be read item by item, however long. */
function entriesOf(definitions: StatusDefinitions) {
  try {
    if (typeof definitions !== 'object' || Array.isArray(definitions) || ArrayBuffer.isView(definitions))
      throw new TypeError();
    return Object.entries(definitions).map(([name, definition]) => [name, { attended: definition?.attended }] as const);
  } catch {
    throw invalidStatuses('expected an object');
  }
}

function invalidStatuses(message: string) {
  return new AttendanceError('invalid_options', `statuses: ${message}`, { option: 'statuses' });
}
