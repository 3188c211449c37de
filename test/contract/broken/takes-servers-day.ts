import { schoolDay } from 'rollbook/rules';
import { breakRecordMarks } from './break-repository.ts';

/** Takes the server's day for the school's: the calendar of a machine that runs on UTC. */
export const takesServersDay = breakRecordMarks((memory) => (request, options) => {
  const marks = request.marks.map((mark) => {
    const date = mark.date ?? schoolDay(mark.occurredAt, 'UTC');
    return { ...mark, ...(date !== undefined && { date }) };
  });
  return memory.recordMarks({ ...request, marks }, options);
});
