import * as z from 'zod';
import { isStorableText } from '../domain/texts.js';

/** The longest texts of a command, in UTF-16 units: room for any real text, and a bound on what a row can cost. */
export const textLengths = { id: 255, reason: 500, note: 2_000 } as const;

/** A text that every store can keep as it is. */
function storableText(maxLength: number) {
  return z
    .string()
    .max(maxLength, { abort: true })
    .refine(isStorableText, 'must not contain NUL characters or lone surrogates');
}

/** An id of any type. */
export const id = storableText(textLengths.id).min(1);
/** A reason; may be empty. */
export const reason = storableText(textLengths.reason);
/** A note; may be empty. */
export const note = storableText(textLengths.note);

/** A calendar day, `YYYY-MM-DD`. Year 0 is no date in Postgres. */
export const date = z.iso.date().refine((value) => value >= '0001-01-01', 'must be in the years 0001 to 9999');

/** Years have four digits: JavaScript and Postgres know these, and so does every text form of an instant. */
const earliest = new Date('0001-01-02T00:00:00Z');
const latest = new Date('9999-12-30T00:00:00Z');

/** Many devices write offsets as ISO 8601's basic format does: without the colon, or hours only. */
const basicOffset = /(T.*[+-]\d{2})(\d{2})?$/;
/** No instant is longer. */
const maxInstantLength = 64;
const parsedInstant = z
  .string()
  .max(maxInstantLength)
  .transform((value) => value.replace(basicOffset, (_, hours, minutes = '00') => `${hours}:${minutes}`))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((value) => new Date(value));
const midnightUtc = z.iso.date().transform((value) => new Date(`${value}T00:00:00Z`));

const isInRange = (value: Date) => value >= earliest && value <= latest;
const outOfRange = 'must be in the years 0001 to 9999';

const wantedInstant = 'must be a Date, or ISO 8601 with an offset such as 2026-03-02T08:00:00.700+08:00';
/** An instant: a Date, or ISO 8601 with an offset. */
export const instant = z.union([z.date(), parsedInstant], { error: wantedInstant }).refine(isInRange, outOfRange);

/** An instant, or a calendar day for its midnight in UTC. The Date is copied, because a purge uses it for a while. */
export const cutoff = z
  .union([z.date().transform((value) => new Date(value)), parsedInstant, midnightUtc], {
    error: `${wantedInstant}, or YYYY-MM-DD`,
  })
  .refine(isInRange, outOfRange);
