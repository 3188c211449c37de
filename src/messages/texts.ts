/**
 * The texts of one locale. All but the phrases are templates with named placeholders. The comment of each template says
 * which placeholders it must have, and which it may have. Every text is a single line.
 */
export interface LocaleTexts<Status extends string = string> {
  /** The whole message. Must have `{changes}`; may have `{school}`, `{day}`. */
  readonly message: string;
  /** Replaces `{day}` when the day comes with sessions. Must have `{session}`; may have `{day}`. */
  readonly session: string;
  /** Replaces `{at}` when there is a time, so begin it with the space. Must have `{time}`. */
  readonly at: string;
  /** A status where none was told before: a sentence. Must have `{child}`, `{status}`; may have `{at}`. */
  readonly marked: string;
  /** Another status than told before. Must have `{child}`, `{status}`; may have `{at}`, `{previous}`. */
  readonly corrected: string;
  /** A status that was told is withdrawn, and there is none now. Must have `{child}`; may have `{previous}`. */
  readonly cleared: string;
  /** There is no status, and none is known to have been told. Must have `{child}`. */
  readonly unmarked: string;
  /** Replaces `{school}` when the school's name has nothing to read. */
  readonly unnamedSchool: string;
  /** Replaces `{child}` when the child's name has nothing to read. */
  readonly unnamedChild: string;
  /** Short phrases that fit all sentences, for `{status}` and `{previous}`. */
  readonly statuses: Readonly<Record<Status, string>>;
  /** Phrases for `{session}`, such as `am`. The session `day` is never named. */
  readonly sessions: Readonly<Record<string, string>>;
}

/** The placeholders that each template must have, then those that it may have. */
export const placeholders = {
  message: [['changes'], ['school', 'day']],
  session: [['session'], ['day']],
  at: [['time'], []],
  marked: [['child', 'status'], ['at']],
  corrected: [
    ['child', 'status'],
    ['at', 'previous'],
  ],
  cleared: [['child'], ['previous']],
  unmarked: [['child'], []],
} as const satisfies Partial<Record<keyof LocaleTexts, readonly [readonly string[], readonly string[]]>>;

const placeholder = /\{(\w+)\}/g;

/** Replaces the placeholders of a template, in one pass: inserted text is never read for placeholders again. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(placeholder, (_, name: string) => values[name] ?? '');
}

/**
 * Finds the fault of a template.
 * @param needed    Placeholders that the template must have.
 * @param optional  Further placeholders that the template may have.
 * @returns         `undefined` when there is no fault.
 */
export function findFault(
  template: string,
  needed: readonly string[],
  optional: readonly string[],
): string | undefined {
  const used = [...template.matchAll(placeholder)].map(([, name = '']) => name);
  const missing = needed.find((name) => !used.includes(name));
  if (missing !== undefined) return `must have {${missing}}`;
  const known = [...needed, ...optional];
  const hasStray = used.some((name) => !known.includes(name)) || /[{}]/.test(template.replaceAll(placeholder, ''));
  return hasStray ? `may have these placeholders only: ${known.map((name) => `{${name}}`).join(', ')}` : undefined;
}
