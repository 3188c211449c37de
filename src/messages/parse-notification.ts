import * as z from 'zod';
import { parseOptions } from '../input/parse-options.js';
import type { Catalog } from './catalog.js';

/** Options of rendering a notification. */
export interface RenderOptions {
  /**
   * BCP 47, or several in order of preference, such as `[guardian.locale, 'id']`. Default: the guardian's locale, then
   * `en`.
   */
  readonly locale?: string | null | readonly (string | null)[];
  /** Default `defaultCatalog`. */
  readonly catalog?: Catalog;
}

/** The most changes, each a sentence: more than any guardian has children and sessions. */
const mostChanges = 1_000;
/** The most locales: more than anybody reads. */
const mostLocales = 100;

const change = z.object({
  child: z.object({ name: z.string() }),
  session: z.string(),
  status: z.string().nullable(),
  previousStatus: z.string().nullish(),
  // A copy, since the methods of the original may be replaced.
  occurredAt: z
    .date()
    .transform((instant) => new Date(instant))
    .pipe(z.date()),
});

const notification = z.object({
  school: z.object({ name: z.string(), timezone: z.string() }),
  guardian: z.object({ locale: z.string().nullish() }),
  date: z.iso.date(),
  changes: z.array(change).min(1).max(mostChanges),
});

const notificationSchema = z.strictObject({ notification });

const locale = z.string().nullable();
const optionsSchema = z.strictObject({
  locale: z.union([locale, z.array(locale).max(mostLocales)]).optional(),
  catalog: z.unknown().optional(),
});

/** The parts of a change that a message is made of. */
export type ParsedChange = z.infer<typeof change>;

/** The parts of a notification that a message is made of. */
export type ParsedNotification = z.infer<typeof notification>;

/**
 * Parses a notification.
 * @throws {AttendanceError} `invalid_options`, naming the place by its path, such as `notification.date`.
 */
export function parseNotification(given: unknown): ParsedNotification {
  return parseOptions(notificationSchema, { notification: given }).notification;
}

/**
 * Parses options. The catalog is checked where it is used.
 * @throws {AttendanceError} `invalid_options`.
 */
export function parseRenderOptions(options: unknown): z.infer<typeof optionsSchema> {
  return parseOptions(optionsSchema, options);
}
