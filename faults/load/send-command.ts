import type { Attendance, CallOptions, Outcome } from 'rollbook';
import type { LoadCommand } from './command.ts';
import type { SentMark } from './ledger.ts';
import type { RunInTransaction } from './run-in-transaction.ts';

/** Sends a command once, and returns the outcome of each of its marks, in their order. */
export async function sendCommand(
  attendance: Attendance,
  command: LoadCommand,
  runInTransaction: RunInTransaction,
): Promise<readonly Outcome[]> {
  if (command.kind !== 'inside') return sendWith(attendance, command);
  return runInTransaction((transaction) => sendWith(attendance, command, { transaction }));
}

/** Sends a command once with the options of a call, such as the sender's own transaction. */
export async function sendWith(
  attendance: Attendance,
  { kind, schoolId, marks, options: bulkOptions }: LoadCommand,
  options: CallOptions = {},
): Promise<readonly Outcome[]> {
  const [first] = marks;
  if (!first) throw new Error('a command has at least one mark');
  switch (kind) {
    case 'mark':
    case 'inside':
      return [(await attendance.markAttendance(toMark(first), options)).outcome];
    case 'clear': {
      const { childId, markedBy } = first;
      const clear = { schoolId, childId, markedBy, ...instantOf(first) };
      return [(await attendance.clearAttendance(clear, options)).outcome];
    }
    case 'bulk': {
      const { childId: _, ...common } = toMark(first);
      const childIds = marks.map(({ childId }) => childId);
      const { outcomes } = await attendance.markBulkAttendance({ ...common, childIds, ...bulkOptions }, options);
      return outcomes.map(({ outcome }) => outcome);
    }
    case 'mixed': {
      const each = marks.map((mark) => toMark(mark));
      const command = { schoolId, markedBy: first.markedBy, marks: each.map(({ schoolId: _, ...mark }) => mark) };
      const { outcomes } = await attendance.markBulkAttendance(command, options);
      return outcomes.map(({ outcome }) => outcome);
    }
    default:
      return kind satisfies never;
  }
}

/**
 * Each mark has a reason and a note that no other mark has. So the mark leaves a revision even where the status stays.
 */
function toMark(mark: SentMark) {
  const { schoolId, childId, status, markedBy } = mark;
  if (status === null) throw new Error('a clear is no mark with a status');
  return { schoolId, childId, status, markedBy, ...instantOf(mark), reason: markedBy, note: markedBy };
}

function instantOf({ occurredAt }: SentMark): { readonly occurredAt?: Date } {
  return occurredAt ? { occurredAt } : {};
}
