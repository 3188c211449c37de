import { type Register, sortEntries } from '../../domain/registers/register.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { toDayQuery } from './to-day-query.js';

/** Reads a register. See `Attendance.getRegister`. */
export async function getRegister(context: UseCaseContext, query: unknown, options: CallOptions): Promise<Register> {
  const day = toDayQuery(context, parseCommand(context.schemas.getRegister, query));
  const { date, entries } = await context.repository.getRegister(day, options);
  return { schoolId: day.schoolId, date, session: day.session, entries: sortEntries(entries) };
}
