import * as z from 'zod';

/**
 * A list of rows, which is read up to the first that doesn't fit. The issues of a million such rows alone would take
 * minutes and fill the memory. Left out, it is empty.
 */
export function rowsOf<Row>(row: z.ZodType<Row>) {
  const list = z.custom<readonly unknown[]>((value) => Array.isArray(value), 'must be a list');
  return list.default([]).transform((given, context) => {
    const rows: Row[] = [];
    for (const [index, value] of given.entries()) {
      const reading = row.safeParse(value);
      if (!reading.success) {
        for (const { path, message } of reading.error.issues) {
          context.addIssue({ code: 'custom', path: [index, ...path], message });
        }
        return z.NEVER;
      }
      rows.push(reading.data);
    }
    return rows;
  });
}
