import * as z from 'zod';
import { secret } from '../hostile-texts.ts';

const reading = z.union([
  z.looseObject({ success: z.literal(true), data: z.looseObject({}) }),
  z.looseObject({ success: z.literal(false), error: z.custom((error) => error instanceof z.ZodError) }),
]);

/** The result of a schema's `safeParse`, which describes errors of a command without repeating the command. */
export const schemaResult = reading.refine(({ error }) => !repeatsSecret(error), 'repeats what came in');

function repeatsSecret(error: unknown): boolean {
  if (!(error instanceof z.ZodError)) return false;
  // An unknown key is named on purpose, since the caller has to mend it.
  const issues = error.issues.filter(({ code }) => code !== 'unrecognized_keys');
  return issues.some(({ message }) => message.includes(secret));
}
