import { fill } from './fill.js';
import { writeTime } from './local-time.js';
import { oneLine } from './one-line.js';
import type { ReadChange } from './read-notification.js';
import type { LocaleTexts } from './texts.js';

/** What all changes of a notification are worded by. */
export interface Wording {
  readonly texts: LocaleTexts;
  /** By whose conventions times are written. */
  readonly locale: string;
  readonly timezone: string;
  readonly date: string;
}

/** The sentence about one child. What it says follows from this child's statuses alone, whatever the others' are. */
export function wordChange(change: ReadChange, wording: Wording): string {
  const { texts } = wording;
  const { status, previousStatus: previous = null } = change;
  const child = oneLine(change.child.name) || texts.unnamedChild;
  if (status === null) {
    return previous === null
      ? fill(texts.unmarked, { child })
      : fill(texts.cleared, { child, previous: phraseOf(previous, texts.statuses) });
  }
  const words = { child, status: phraseOf(status, texts.statuses), at: at(change.occurredAt, wording) };
  if (previous === null || previous === status) return fill(texts.marked, words);
  return fill(texts.corrected, { ...words, previous: phraseOf(previous, texts.statuses) });
}

/** The day, with the session when there are several a day. */
export function wordDay(day: string, session: string, texts: LocaleTexts): string {
  if (session === 'day') return day;
  return fill(texts.session, { day, session: phraseOf(session, texts.sessions) });
}

/** The catalog's phrase; for a name that it doesn't know, the name itself as words in quotes: `onTrip` is `"on trip"`. */
function phraseOf(name: string, phrases: Readonly<Record<string, string>>): string {
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
