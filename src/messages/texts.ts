/**
 * The texts of one locale. All but the phrases are templates with named placeholders; each says which it must have, and
 * which it may. Every text is a single line.
 */
export interface LocaleTexts<Status extends string = string> {
  /** The whole message. Must have `{changes}`; may have `{school}`, `{day}`. */
  readonly message: string;
  /** Stands for `{day}` when the day comes with a session, or several. Must have `{session}`; may have `{day}`. */
  readonly session: string;
  /** Stands for `{at}` when there is a time. Nothing does else, so begin with the space. Must have `{time}`. */
  readonly at: string;
  /** A status where none was told before: a sentence. Must have `{child}`, `{status}`; may have `{at}`. */
  readonly marked: string;
  /** Another status than told before. Must have `{child}`, `{status}`; may have `{at}`, `{previous}`. */
  readonly corrected: string;
  /** A status that was told is withdrawn, and there is none now. Must have `{child}`; may have `{previous}`. */
  readonly cleared: string;
  /** There is no status, and none is known to have been told. Must have `{child}`. */
  readonly unmarked: string;
  /** Stands for `{school}` when the name has nothing to read. */
  readonly unnamedSchool: string;
  /** Stands for `{child}` when the name has nothing to read. */
  readonly unnamedChild: string;
  /** Stand for `{status}` and `{previous}`: short phrases that fit all sentences. */
  readonly statuses: Readonly<Record<Status, string>>;
  /** Stand for `{session}`, such as `am`. The session `day` is never named. */
  readonly sessions: Readonly<Record<string, string>>;
}

/** The placeholders of each template: those it must have, and those it may. */
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
