import type { Attendance, Outcome } from 'rollbook';
import type { LoadCommand } from './command.ts';
import type { SentMark } from './ledger.ts';
import type { RunInTransaction } from './run-in-transaction.ts';

/** Sends a command once, and answers the outcome of each of its marks, in their order. */
export async function sendCommand(
  attendance: Attendance,
  { kind, schoolId, marks }: LoadCommand,
  runInTransaction: RunInTransaction,
): Promise<readonly Outcome[]> {
  const [first] = marks;
  if (!first) throw new Error('a command has at least one mark');
  switch (kind) {
    case 'mark':
      return [(await attendance.markAttendance(toMark(first))).outcome];
    case 'inside':
      return [
        await runInTransaction(async (transaction) => {
          return (await attendance.markAttendance(toMark(first), { transaction })).outcome;
        }),
      ];
    case 'clear': {
      const { childId, markedBy, occurredAt } = first;
      return [(await attendance.clearAttendance({ schoolId, childId, markedBy, occurredAt })).outcome];
    }
    case 'bulk': {
      const { childId: _, ...common } = toMark(first);
      const childIds = marks.map(({ childId }) => childId);
      return (await attendance.markBulkAttendance({ ...common, childIds })).outcomes.map(({ outcome }) => outcome);
    }
    case 'mixed': {
      const each = marks.map((mark) => toMark(mark));
      const command = { schoolId, markedBy: first.markedBy, marks: each.map(({ schoolId: _, ...mark }) => mark) };
      return (await attendance.markBulkAttendance(command)).outcomes.map(({ outcome }) => outcome);
    }
    default:
      return kind satisfies never;
  }
}

/** Each mark has a note that no other has, so that it leaves a revision also where the status stays. */
function toMark({ schoolId, childId, status, markedBy, occurredAt }: SentMark) {
  if (status === null) throw new Error('a clear is no mark with a status');
  return { schoolId, childId, status, markedBy, occurredAt, note: markedBy };
}
