import * as z from 'zod';
import { canonicalTag } from './locales.js';
import { isOneLine } from './one-line.js';
import { findFault, placeholders } from './texts.js';

/** The longest text, in UTF-16 units: longer than any message. */
const longestLine = 1_000;

const line = z
  .string()
  .max(longestLine, { abort: true })
  .refine(isOneLine, 'must be a single line with something to read');
const phrases = z.record(z.string(), line);

/** Refuses bytes, since an error would name each byte as an unknown key. */
const notBytes = z.unknown().refine((value) => !ArrayBuffer.isView(value), 'must be an object');

const texts = z.strictObject({
  message: template('message'),
  session: template('session'),
  at: template('at'),
  marked: template('marked'),
  corrected: template('corrected'),
  cleared: template('cleared'),
  unmarked: template('unmarked'),
  unnamedSchool: line,
  unnamedChild: line,
  statuses: phrases,
  sessions: phrases,
});

/** Locales, at least one, each under its canonical BCP 47 tag. */
const locales = z.record(z.string(), notBytes.pipe(texts)).superRefine((given, context) => {
  const tags = Object.keys(given);
  if (tags.length === 0) context.addIssue('must have at least one locale');
  for (const tag of tags) {
    const expected = canonicalTag(tag);
    if (expected === tag) continue;
    const message = expected === undefined ? 'is not a BCP 47 language tag' : `must be written ${expected}`;
    context.addIssue({ code: 'custom', path: [tag], message });
  }
});

/** Parses a catalog, wrapped so that errors name the place in it: `catalog.en.marked`. */
export const catalogSchema = z.strictObject({ catalog: locales });

/** Parses an extension. The locales are checked later, once they are all together. */
export const extensionSchema = z.strictObject({
  statuses: z.record(z.string(), phrases).optional(),
  sessions: z.record(z.string(), phrases).optional(),
  locales: z.record(z.string(), z.unknown()).optional(),
});

function template(name: keyof typeof placeholders) {
  const [needed, optional] = placeholders[name];
  return line.superRefine((text, context) => {
    const fault = findFault(text, needed, optional);
    if (fault !== undefined) context.addIssue(fault);
  });
}
