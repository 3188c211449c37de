import { writeTime } from './local-time.js';
import { oneLine } from './one-line.js';
import type { ParsedChange } from './parse-notification.js';
import { fill, type LocaleTexts } from './texts.js';

/** The texts and conventions that word all changes of a notification. */
export interface Wording {
  readonly texts: LocaleTexts;
  /** The locale whose conventions times are written by. */
  readonly locale: string;
  readonly timezone: string;
  readonly date: string;
}

/**
 * Writes the sentence about one child. The sentence follows from this child's statuses alone.
 * @param sessions  The sessions to name behind the child's name; `''` where the message names them for all.
 */
export function wordChange(change: ParsedChange, sessions: string, wording: Wording): string {
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

/** Finds the catalog's phrase. An unknown name becomes words in quotes: `onTrip` is `"on trip"`. */
export function phraseOf(name: string, phrases: Readonly<Record<string, string>>): string {
  const phrase = Object.hasOwn(phrases, name) ? phrases[name] : undefined;
  return phrase ?? `"${readable(name)}"`;
}

function readable(name: string): string {
  const words = oneLine(name)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ');
  return oneLine(words.toLowerCase()) || '?';
}

function at(occurredAt: Date, { texts, locale, timezone, date }: Wording): string {
  const time = writeTime(occurredAt, timezone, date, locale);
  return time === undefined ? '' : fill(texts.at, { time });
}
