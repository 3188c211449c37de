import * as z from 'zod';

/** The most values of a contact: ample for an address. Looking stops there, since a value may contain itself. */
const maxValues = 10_000;
/** The most sessions of an enrolment: more than any day has. */
const mostSessions = 100;

const text = z.string();
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);
const date = orNull(z.iso.date());
/** Monday to Sunday, as ISO 8601 numbers them. */
const weekdays = orNull(shortList(z.int().min(1).max(7), 7));

const school = z.object({ id: text, name: text, timezone: text, weekdays });

const child = z.object({ schoolId: text, id: text, name: text });

const enrolment = z.object({
  schoolId: text,
  childId: text,
  enrolledFrom: date,
  enrolledUntil: date,
  classId: orNull(text),
  weekdays,
  sessions: orNull(shortList(text, mostSessions)),
});

/** Copies what a host's notifier needs to reach a guardian. A contact that is left out is `null`. */
const contact = z
  .unknown()
  .optional()
  .refine((value) => value === undefined || isJson(value), `must be JSON of at most ${maxValues} values`)
  .transform((value) => structuredClone(value ?? null));

const guardian = z.object({ schoolId: text, childId: text, id: text, name: text, locale: orNull(text), contact });

/** Copies a roster. A list that is left out is empty. */
export const rosterSchema = z.object({
  schools: rowsOf(school),
  children: rowsOf(child),
  enrolments: rowsOf(enrolment),
  guardians: rowsOf(guardian),
});

/**
 * Parses a list of rows, up to the first row that doesn't fit. The issues of a million such rows alone would take
 * minutes and fill the memory.
 */
function rowsOf<Row>(row: z.ZodType<Row>) {
  const list = z.custom<readonly unknown[]>((value) => Array.isArray(value), 'must be a list');
  return list.default([]).transform((given, context) => {
    const rows: Row[] = [];
    for (const [index, value] of given.entries()) {
      const parsed = row.safeParse(value);
      if (!parsed.success) {
        for (const { path, message } of parsed.error.issues) {
          context.addIssue({ code: 'custom', path: [index, ...path], message });
        }
        return z.NEVER;
      }
      rows.push(parsed.data);
    }
    return rows;
  });
}

/** Looks at a list's length before its items: the issues of a million items alone would take minutes. */
function shortList<Item>(item: z.ZodType<Item>, most: number) {
  const isShort = (value: unknown) => Array.isArray(value) && value.length <= most;
  return z.custom<unknown[]>(isShort, `must be a list of at most ${most}`).pipe(z.array(item));
}

function isJson(value: unknown): boolean {
  const values = [value];
  for (const each of values) {
    if (isScalar(each)) continue;
    const inside = valuesIn(each);
    if (!inside || values.length + inside.length > maxValues) return false;
    values.push(...inside);
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Lists the values in a list or a plain object; `undefined` for anything else, and for a list that is too long. */
function valuesIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.length <= maxValues ? [...value] : undefined;
  return z.util.isPlainObject(value) ? Object.values(value) : undefined;
}
