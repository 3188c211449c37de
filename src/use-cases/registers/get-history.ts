import type { Revision } from '../../domain/marks/record.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { toCanonicalId } from '../marks/to-mark.js';

/** Reads a child's revisions. See `Attendance.getHistory`. */
export async function getHistory(
  context: UseCaseContext,
  query: unknown,
  options: CallOptions,
): Promise<readonly Revision[]> {
  const { schoolId, childId, from, to } = parseCommand(context.schemas.getHistory, query);
  return context.repository.getHistory(
    {
      schoolId: toCanonicalId(context.repository, schoolId, 'schoolId'),
      childId: toCanonicalId(context.repository, childId, 'childId'),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
    options,
  );
}
