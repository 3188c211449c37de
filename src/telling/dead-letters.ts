import * as z from 'zod';
import type { DeadLetter } from '../domain/telling/delivery.js';
import { isStorableText } from '../domain/texts.js';
import type { NotificationsContext } from './notifications-context.js';
import { invalidQuery, readQuery } from './read-query.js';

const text = z
  .string()
  .min(1)
  .max(255, { abort: true })
  .refine(isStorableText, 'must not contain NUL characters or lone surrogates');

/** A job's id, in the spelling that stores compare by. */
export const jobId = z.guid('must be a uuid').toLowerCase();

/** A dead letter's id, in the spelling that stores compare by. */
const deadLetterId = text.toLowerCase();

/** What `deadLetters` takes. */
const deadLettersQuery = z
  .strictObject({
    schoolId: text.optional(),
    reason: z.enum(['refused', 'failed', 'crashed']).optional(),
    limit: z.number().int().min(1).max(1_000).default(100),
  })
  .prefault({});

/** See `Notifications.deadLetters`. */
export async function listDeadLetters(
  { repository }: Pick<NotificationsContext, 'repository'>,
  query: unknown,
): Promise<readonly DeadLetter[]> {
  const { schoolId, reason, limit } = readQuery(deadLettersQuery, query);
  const canonical = schoolId === undefined ? undefined : repository.canonicalId(schoolId);
  if (schoolId !== undefined && canonical === undefined) {
    throw invalidQuery('schoolId', "is not an id of the repository's type");
  }
  return repository.outbox.deadLetters({
    limit,
    ...(reason !== undefined && { reason }),
    ...(canonical !== undefined && { schoolId: canonical }),
  });
}

/** See `Notifications.retryDeadLetter`. */
export function retryDeadLetter(
  { repository, clock }: Pick<NotificationsContext, 'repository' | 'clock'>,
  id: unknown,
): Promise<boolean> {
  return repository.outbox.retryDeadLetter({ id: readQuery(deadLetterId, id), now: clock.now() });
}
