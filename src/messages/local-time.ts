import { schoolDay } from '../domain/school-day.js';
import { oneLine } from './one-line.js';

/** Formatters by locale and options. A new formatter costs some 50 times what a cached one does. */
const formatters = new Map<string, Intl.DateTimeFormat>();
/** The most formatters kept. Locales come from the roster, where mistakes must not fill the memory. */
const maxFormatters = 2_000;

/**
 * Writes a calendar day as the language does, such as `Mon, Nov 2` or `Sen, 2 Nov`.
 * @param date  `YYYY-MM-DD`, which comes back as it is in a language that the runtime doesn't know.
 */
export function writeDay(date: string, locale: string): string {
  if (!isKnown(locale)) return date;
  const options = { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' } as const;
  return oneLine(formatterOf(locale, options).format(new Date(`${date}T12:00:00Z`)));
}

/**
 * Writes the time of an instant on the school's clock as the language does, such as `7:05 AM` or `07.05`.
 * @returns  `undefined` when the time zone is broken, or when the instant lies on another day there than `date`. Next
 *           to that date, the time would mislead.
 */
export function writeTime(instant: Date, timeZone: string, date: string, locale: string): string | undefined {
  if (schoolDay(instant, timeZone) !== date) return undefined;
  const options = isKnown(locale) ? { timeStyle: 'short' as const } : twentyFourHours;
  return oneLine(formatterOf(locale, { ...options, timeZone }).format(instant));
}

/** Lists words as the language does: `morning and afternoon`. A language unknown to the runtime gets commas. */
export function writeList(words: readonly string[], locale: string): string {
  if (words.length < 2 || !isKnown(locale)) return words.join(', ');
  return oneLine(new Intl.ListFormat(locale, { type: 'conjunction' }).format(words));
}

const twentyFourHours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' } as const;

/** Says if the runtime knows a language. For an unknown one it would take the machine's own. */
function isKnown(locale: string): boolean {
  return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
}

function formatterOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat([locale, 'en-GB'], options);
  if (formatters.size >= maxFormatters) formatters.clear();
  formatters.set(key, formatter);
  return formatter;
}
