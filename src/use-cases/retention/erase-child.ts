import type { ErasedChild } from '../../domain/retention/erasure.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { toCanonicalId } from '../marks/to-mark.js';

/** Deletes everything stored of a child. See `Attendance.eraseChild`. */
export async function eraseChild(
  { repository, schemas }: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<ErasedChild> {
  const { schoolId, childId } = parseCommand(schemas.eraseChild, command);
  const child = {
    schoolId: toCanonicalId(repository, schoolId, 'schoolId'),
    childId: toCanonicalId(repository, childId, 'childId'),
  };
  return repository.eraseChild(child, options);
}
