import type { StatusDefinitions } from '../../domain/status.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import { toCanonicalId } from '../../input/parse-command.js';
import type { Clock } from '../../ports/clock.js';
import type { IdFormat } from '../../ports/id-format.js';
import type { DayQuery, RegisterReader } from '../../ports/register-reader.js';

/** The parts that reading registers works with. Each use case names those that it needs. */
export interface RegisterParts {
  readonly repository: Pick<IdFormat, 'canonicalId'> & RegisterReader;
  readonly schemas: CommandSchemas<string, string>;
  readonly clock: Clock;
  readonly statuses: StatusDefinitions;
}

/** The fields of a parsed query about a day. */
interface DayFields {
  readonly schoolId: string;
  readonly date?: string | undefined;
  readonly session: string;
  readonly classId?: string | undefined;
}

/** Makes the query that a repository takes of a parsed one. */
export function toDayQuery(
  { repository, clock }: Pick<RegisterParts, 'repository' | 'clock'>,
  { schoolId, date, session, classId }: DayFields,
): DayQuery {
  return {
    schoolId: toCanonicalId(repository, schoolId, 'schoolId'),
    session,
    now: clock.now(),
    ...(date !== undefined && { date }),
    ...(classId !== undefined && { classId }),
  };
}
