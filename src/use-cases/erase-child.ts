import type { ErasedChild } from '../domain/erasure.js';
import type { CallOptions } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { parseCommand } from './parse-command.js';
import { toCanonicalId } from './to-mark.js';

/** Deletes everything stored of a child. See `Attendance.eraseChild`. */
export async function eraseChild(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<ErasedChild> {
  const { schoolId, childId } = parseCommand(context.schemas.eraseChild, command);
  return context.repository.eraseChild(
    {
      schoolId: toCanonicalId(context.repository, schoolId, 'schoolId'),
      childId: toCanonicalId(context.repository, childId, 'childId'),
    },
    options,
  );
}
