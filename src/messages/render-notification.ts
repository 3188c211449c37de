import type { Notification } from '../domain/telling/notification.js';
import { checkedCatalog } from './catalog.js';
import { defaultCatalog } from './default-catalog.js';
import { writeDay } from './local-time.js';
import { lookupLocale } from './locales.js';
import { oneLine } from './one-line.js';
import {
  type ParsedNotification,
  parseNotification,
  parseRenderOptions,
  type RenderOptions,
} from './parse-notification.js';
import { countSeptets, shortenName, smsLength } from './shorten.js';
import { fill, type LocaleTexts } from './texts.js';
import { wordChanges } from './word-sessions.js';

/**
 * Writes the text for a guardian: one line of plain text. The text names the school, the day, and the session unless it
 * is `day`. Each child has the name, the status and the time on the school's clock; never a note, a reason or who
 * marked. Sessions that differ stand behind each child's name. A status that is the same in several sessions is named
 * once.
 *
 * The texts of `defaultCatalog` fit into one SMS for one child, with a name of up to 24 characters, in one session. A
 * long school name is shortened for that, never a status or a child's name. Several children or sessions may take
 * several SMS.
 *
 * A time is left out when the school's time zone is broken, or when the time belongs to another day than the
 * notification. A status that the catalog lacks is named in quotes (`"on trip"` for `onTrip`). An unknown locale falls
 * back.
 * @throws {AttendanceError} `invalid_options` when the notification, the locale or the catalog is not what its type
 *         says.
 */
export function renderNotification(notification: Notification, options: RenderOptions = {}): string {
  const parsed = parseNotification(notification);
  const { locale = parsed.guardian.locale ?? null, catalog = defaultCatalog } = parseRenderOptions(options);
  const { texts, tag } = lookupLocale([locale].flat(), checkedCatalog(catalog));
  return compose(parsed, texts, tag);
}

function compose(notification: ParsedNotification, texts: LocaleTexts, locale: string): string {
  const { school, date } = notification;
  const wording = { texts, locale, timezone: school.timezone, date };
  const { day, changes } = wordChanges(notification.changes, writeDay(date, locale), wording);
  const room = smsLength - countSeptets(fill(texts.message, { school: '', day, changes }));
  const name = shortenName(oneLine(school.name) || texts.unnamedSchool, room);
  return fill(texts.message, { school: name, day, changes }).trim();
}
