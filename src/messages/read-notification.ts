import * as z from 'zod';
import { parseOptions } from '../input/parse-options.js';
import type { Catalog } from './catalog.js';

/** Options of rendering a notification. */
export interface RenderOptions {
  /**
   * BCP 47, or several in order of preference, such as `[guardian.locale, 'id']`. Default the guardian's locale, then
   * `en`.
   */
  readonly locale?: string | null | readonly (string | null)[];
  /** Default `defaultCatalog`. */
  readonly catalog?: Catalog;
}

/** More children than any guardian has; each takes a sentence. */
const mostChanges = 1_000;
/** More languages than anybody reads. */
const mostLocales = 100;

const change = z.object({
  child: z.object({ name: z.string() }),
  session: z.string(),
  status: z.string().nullable(),
  previousStatus: z.string().nullish(),
  // A copy: what reads the original may be its own.
  occurredAt: z
    .date()
    .transform((instant) => new Date(instant))
    .pipe(z.date()),
});

/** The parts of a notification that a message is made of. */
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

/** A change as far as it is worded. */
export type ReadChange = z.infer<typeof change>;

/** A notification as far as it is worded. */
export type ReadNotification = z.infer<typeof notification>;

/**
 * Reads a notification.
 * @throws {AttendanceError} `invalid_options`, naming the place by its path, such as `notification.date`.
 */
export function readNotification(given: unknown): ReadNotification {
  return parseOptions(notificationSchema, { notification: given }).notification;
}

/**
 * Reads options; the catalog is looked at where it is used.
 * @throws {AttendanceError} `invalid_options`.
 */
export function readOptions(options: unknown): z.infer<typeof optionsSchema> {
  return parseOptions(optionsSchema, options);
}
