import type { Revision } from '../../domain/record.js';
import { type Register, sortEntries } from '../../domain/registers/register.js';
import { type DailySummary, toDailySummary } from '../../domain/registers/summary.js';
import { parseCommand, toCanonicalId } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import { type RegisterParts, toDayQuery } from './reading-registers.js';

/** Reads a register. See `Attendance.getRegister`. */
export async function getRegister(
  parts: Pick<RegisterParts, 'repository' | 'schemas' | 'clock'>,
  query: unknown,
  options: CallOptions,
): Promise<Register> {
  const day = toDayQuery(parts, parseCommand(parts.schemas.getRegister, query));
  const { date, entries } = await parts.repository.getRegister(day, options);
  return { schoolId: day.schoolId, date, session: day.session, entries: sortEntries(entries) };
}

/** Reads a school's figures. See `Attendance.getDailySummary`. */
export async function getDailySummary(
  parts: RegisterParts,
  query: unknown,
  options: CallOptions,
): Promise<DailySummary> {
  const day = toDayQuery(parts, parseCommand(parts.schemas.getDailySummary, query));
  const figures = await parts.repository.getDailyFigures(day, options);
  return toDailySummary({ schoolId: day.schoolId, session: day.session }, figures, parts.statuses);
}

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
