import type { ErasedChild } from '../../domain/retention/erasing.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import { parseCommand, toCanonicalId } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { IdFormat } from '../../ports/id-format.js';
import type { RetentionStore } from '../../ports/retention-store.js';

/** The parts that erasing works with. */
export interface EraseChildParts {
  readonly repository: Pick<IdFormat, 'canonicalId'> & Pick<RetentionStore, 'eraseChild'>;
  readonly schemas: Pick<CommandSchemas<string, string>, 'eraseChild'>;
}

/** Deletes everything stored of a child. See `Attendance.eraseChild`. */
export async function eraseChild(
  { repository, schemas }: EraseChildParts,
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
