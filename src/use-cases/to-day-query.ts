import type { DayQuery } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { toCanonicalId } from './to-mark.js';

/** Makes the query a repository takes of a parsed one. */
export function toDayQuery(
  { repository, clock }: UseCaseContext,
  {
    schoolId,
    date,
    session,
  }: { readonly schoolId: string; readonly date?: string | undefined; readonly session: string },
): DayQuery {
  return {
    schoolId: toCanonicalId(repository, schoolId, 'schoolId'),
    session,
    now: clock.now(),
    ...(date !== undefined && { date }),
  };
}
