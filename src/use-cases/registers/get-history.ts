import type { Revision } from '../../domain/marks/record.js';
import { parseCommand, toCanonicalId } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { RegisterParts } from './reading-registers.js';

/** Reads a child's revisions. See `Attendance.getHistory`. */
export async function getHistory(
  { repository, schemas }: Pick<RegisterParts, 'repository' | 'schemas'>,
  query: unknown,
  options: CallOptions,
): Promise<readonly Revision[]> {
  const { schoolId, childId, from, to } = parseCommand(schemas.getHistory, query);
  return repository.getHistory(
    {
      schoolId: toCanonicalId(repository, schoolId, 'schoolId'),
      childId: toCanonicalId(repository, childId, 'childId'),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
    options,
  );
}
