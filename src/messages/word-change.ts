import { fill } from './fill.js';
import { writeTime } from './local-time.js';
import { oneLine } from './one-line.js';
import { phraseOf } from './phrase-of.js';
import type { ReadChange } from './read-notification.js';
import type { LocaleTexts } from './texts.js';

/** The parts with which all changes of a notification are worded. */
export interface Wording {
  readonly texts: LocaleTexts;
  /** By whose conventions times are written. */
  readonly locale: string;
  readonly timezone: string;
  readonly date: string;
}

/**
 * The sentence about one child. The sentence follows from this child's statuses alone, whatever those of other children
 * are.
 * @param sessions  What it says of sessions, behind the child's name; `''` where the message says it for all.
 */
export function wordChange(change: ReadChange, sessions: string, wording: Wording): string {
  const { texts } = wording;
  const { status, previousStatus: previous = null } = change;
  const name = oneLine(change.child.name) || texts.unnamedChild;
  const child = sessions === '' ? name : `${name} (${sessions})`;
  if (status === null) {
    return previous === null
      ? fill(texts.unmarked, { child })
      : fill(texts.cleared, { child, previous: phraseOf(previous, texts.statuses) });
  }
  const words = { child, status: phraseOf(status, texts.statuses), at: at(change.occurredAt, wording) };
  if (previous === null || previous === status) return fill(texts.marked, words);
  return fill(texts.corrected, { ...words, previous: phraseOf(previous, texts.statuses) });
}

function at(occurredAt: Date, { texts, locale, timezone, date }: Wording): string {
  const time = writeTime(occurredAt, timezone, date, locale);
  return time === undefined ? '' : fill(texts.at, { time });
}
