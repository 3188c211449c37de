import { schoolDay } from '../domain/school-day.js';
import { oneLine } from './one-line.js';

/** A new formatter costs some 50 times what a cached one does. */
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Locales come from the roster: what is there by mistake must not stay in memory for ever. */
const maxFormatters = 2_000;

/**
 * A calendar day as the language writes it, such as `Mon, Nov 2` or `Sen, 2 Nov`.
 * @param date  `YYYY-MM-DD`; also what comes back in a language that the runtime doesn't know.
 */
export function writeDay(date: string, locale: string): string {
  if (!isKnown(locale)) return date;
  const options = { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' } as const;
  return oneLine(formatterOf(locale, options).format(new Date(`${date}T12:00:00Z`)));
}

/**
 * The time of an instant on the school's clock, as the language writes it, such as `7:05 AM` or `07.05`.
 * @returns  `undefined` when the time zone is broken, or when the instant lies on another day than `date` there. A time
 *           next to the wrong date would mislead.
 */
export function writeTime(instant: Date, timeZone: string, date: string, locale: string): string | undefined {
  if (schoolDay(instant, timeZone) !== date) return undefined;
  const options = isKnown(locale) ? { timeStyle: 'short' as const } : twentyFourHours;
  return oneLine(formatterOf(locale, { ...options, timeZone }).format(instant));
}

/**
 * Words as the language lists them, such as `morning and afternoon`; with commas in one that the runtime doesn't know.
 */
export function writeList(words: readonly string[], locale: string): string {
  if (words.length < 2 || !isKnown(locale)) return words.join(', ');
  return oneLine(new Intl.ListFormat(locale, { type: 'conjunction' }).format(words));
}

const twentyFourHours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' } as const;

/** For a language that it doesn't know, the runtime would take the machine's own. */
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
