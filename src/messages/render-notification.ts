import type { Notification } from '../domain/telling/notification.js';
import { checkedCatalog, defaultCatalog } from './catalog.js';
import { fill } from './fill.js';
import { writeDay } from './local-time.js';
import { lookupLocale } from './lookup-locale.js';
import { oneLine } from './one-line.js';
import { type ReadNotification, type RenderOptions, readNotification, readOptions } from './read-notification.js';
import { countSeptets, shortenName, smsLength } from './shorten.js';
import type { LocaleTexts } from './texts.js';
import { wordChanges } from './word-sessions.js';

/**
 * The text that tells a guardian what a notification is about: one line of plain text. The message names the school,
 * the day, and the session unless that is `day`. Each child has its name, its status and the time on the school's
 * clock. Notes, reasons and the person who marked stay out. Sessions that differ stand behind each child's name, and
 * what is the same in several is said once.
 *
 * The texts of `defaultCatalog` keep within one SMS for one child with a name of up to 24 characters, in one session. A
 * long school name is shortened for that; a status or a child's name never is. Several children or sessions may take
 * several SMS.
 *
 * A time is left out when the school's time zone is broken, or when it belongs to another day than the notification. A
 * status that the catalog lacks is named in quotes (`"on trip"` for `onTrip`), and an unknown locale falls back.
 * @throws {AttendanceError} `invalid_options` when the notification, the locale or the catalog is not what its type
 *          says.
 */
export function renderNotification(notification: Notification, options: RenderOptions = {}): string {
  const read = readNotification(notification);
  const { locale = read.guardian.locale ?? null, catalog = defaultCatalog } = readOptions(options);
  const { texts, tag } = lookupLocale([locale].flat(), checkedCatalog(catalog));
  return compose(read, texts, tag);
}

function compose(notification: ReadNotification, texts: LocaleTexts, locale: string): string {
  const { school, date } = notification;
  const wording = { texts, locale, timezone: school.timezone, date };
  const { day, changes } = wordChanges(notification.changes, writeDay(date, locale), wording);
  const room = smsLength - countSeptets(fill(texts.message, { school: '', day, changes }));
  const name = shortenName(oneLine(school.name) || texts.unnamedSchool, room);
  return fill(texts.message, { school: name, day, changes }).trim();
}
