import * as z from 'zod';
import type { DeadLetter } from '../domain/telling/delivery.js';
import { parseCommand, toCanonicalId } from '../input/parse-command.js';
import { id } from '../input/texts.js';
import type { TellingParts } from './notification-options.js';

/** A job's id, in the spelling that stores compare by. */
export const jobId = z.guid('must be a uuid').toLowerCase();

/** A dead letter's id, in the spelling that stores compare by. */
const deadLetterId = id.toLowerCase();

/** The query of `deadLetters`. */
const deadLettersQuery = z
  .strictObject({
    schoolId: id.optional(),
    reason: z.enum(['refused', 'failed', 'crashed']).optional(),
    limit: z.number().int().min(1).max(1_000).default(100),
  })
  .prefault({});

/** Lists dead letters. See `Notifications.deadLetters`. */
export async function listDeadLetters(
  { repository }: Pick<TellingParts, 'repository'>,
  query: unknown,
): Promise<readonly DeadLetter[]> {
  const { schoolId, reason, limit } = parseCommand(deadLettersQuery, query);
  return repository.outbox.deadLetters({
    limit,
    ...(reason !== undefined && { reason }),
    ...(schoolId !== undefined && { schoolId: toCanonicalId(repository, schoolId, 'schoolId') }),
  });
}

/** Makes a dead letter due again. See `Notifications.retryDeadLetter`. */
export function retryDeadLetter(
  { repository, clock }: Pick<TellingParts, 'repository' | 'clock'>,
  given: unknown,
): Promise<boolean> {
  return repository.outbox.retryDeadLetter({ id: parseCommand(deadLetterId, given), now: clock.now() });
}
