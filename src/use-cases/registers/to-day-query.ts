import type { DayQuery } from '../../ports/register-reader.js';
import type { UseCaseContext } from '../context.js';
import { toCanonicalId } from '../marks/to-mark.js';

/** Makes the query a repository takes of a parsed one. */
export function toDayQuery(
  { repository, clock }: UseCaseContext,
  {
    schoolId,
    date,
    session,
    classId,
  }: {
    readonly schoolId: string;
    readonly date?: string | undefined;
    readonly session: string;
    readonly classId?: string | undefined;
  },
): DayQuery {
  return {
    schoolId: toCanonicalId(repository, schoolId, 'schoolId'),
    session,
    now: clock.now(),
    ...(date !== undefined && { date }),
    ...(classId !== undefined && { classId }),
  };
}
