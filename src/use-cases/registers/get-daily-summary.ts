import { type DailySummary, toDailySummary } from '../../domain/registers/summary.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { toDayQuery } from './to-day-query.js';

/** Reads a school's figures. See `Attendance.getDailySummary`. */
export async function getDailySummary(
  context: UseCaseContext,
  query: unknown,
  options: CallOptions,
): Promise<DailySummary> {
  const day = toDayQuery(context, parseCommand(context.schemas.getDailySummary, query));
  const figures = await context.repository.getDailyFigures(day, options);
  return toDailySummary({ schoolId: day.schoolId, session: day.session }, figures, context.statuses);
}
