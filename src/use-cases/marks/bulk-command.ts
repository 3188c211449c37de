import type * as z from 'zod';
import type { Mark } from '../../domain/marks/mark.js';
import { findRepeatedMark, repeatedMark } from '../../domain/marks/rejection.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import { invalidCommand, parseCommand, toCanonicalId } from '../../input/parse-command.js';
import type { RecordMarksRequest } from '../../ports/mark-store.js';
import type { MarkingParts } from './marking.js';
import { type MarkFields, toMark } from './to-mark.js';

/** A parsed bulk: what of it goes to the repository. */
export interface BulkCommand extends Pick<RecordMarksRequest, 'marks' | 'onlyUnmarked' | 'allOrNothing' | 'returning'> {
  readonly schoolId: string;
  readonly markedBy: string;
}

/**
 * Reads a bulk of either form. The length is checked before anything else, so that an enormous bulk costs nothing.
 * @throws {AttendanceError} `invalid_command`, also when two marks are of the same child, day and session, however
 *          spelled. The repository finds those pairs that only the school's time zone shows.
 */
export function parseBulk(
  parts: Pick<MarkingParts, 'repository' | 'schemas' | 'limits'>,
  command: unknown,
  now: Date,
): BulkCommand {
  const list = fieldOf(command, 'marks') === undefined ? 'childIds' : 'marks';
  checkList(fieldOf(command, list), list, parts.limits.maxBulkSize);
  const { schoolId, markedBy, onlyUnmarked, allOrNothing, returning, fields } = readFields(
    parts.schemas,
    command,
    list,
  );
  const school = toCanonicalId(parts.repository, schoolId, 'schoolId');
  const marks = fields.map((mark, index) => toMark(parts, { ...mark, schoolId: school }, now, pathsIn(list, index)));
  checkDistinct(marks, school, list);
  return { schoolId: school, markedBy, marks, onlyUnmarked, allOrNothing, returning };
}

type ListName = 'childIds' | 'marks';

function readFields(schemas: CommandSchemas<string, string>, command: unknown, list: ListName) {
  if (list === 'marks') {
    const parsed = parseCommand(schemas.statusPerChild, command);
    return { ...parsed, fields: parsed.marks.map((mark) => inheritFields(mark, parsed)) };
  }
  const { childIds, ...parsed } = parseCommand(schemas.oneStatus, command);
  const { schoolId: _, ...shared } = parsed;
  return { ...parsed, fields: childIds.map((childId): MarkFields => ({ ...shared, childId })) };
}

type ParsedBulk = z.output<CommandSchemas<string, string>['statusPerChild']>;

/** Takes from the bulk what a mark leaves out. */
function inheritFields(mark: ParsedBulk['marks'][number], bulk: ParsedBulk): MarkFields {
  return {
    childId: mark.childId,
    status: mark.status,
    occurredAt: mark.occurredAt ?? bulk.occurredAt,
    date: mark.date ?? bulk.date,
    session: mark.session ?? bulk.session,
    reason: mark.reason === undefined ? bulk.reason : mark.reason,
    note: mark.note === undefined ? bulk.note : mark.note,
    markedBy: mark.markedBy ?? bulk.markedBy,
  };
}

function checkList(value: unknown, list: ListName, maxBulkSize: number): void {
  // Where there is no list, the schema says what is wrong.
  const marks = read(list, (): unknown[] => (Array.isArray(value) ? value : [value]));
  const length = read(list, () => marks.length);
  if (length === 0) throw invalidCommand({ path: list, message: 'must not be empty' });
  if (length > maxBulkSize) {
    throw invalidCommand({ path: list, message: `must hold at most ${maxBulkSize} marks, not ${length}` });
  }
  // Each byte of a mark would be named as an unknown key.
  if (read(list, () => marks.some(ArrayBuffer.isView)))
    throw invalidCommand({ path: list, message: 'must hold no bytes' });
}

function fieldOf(command: unknown, name: ListName): unknown {
  return read(name, () => (typeof command === 'object' && command !== null ? Reflect.get(command, name) : undefined));
}

/** Getters and proxies may throw. */
function read<Value>(path: ListName, value: () => Value): Value {
  try {
    return value();
  } catch {
    throw invalidCommand({ path, message: 'could not be read' });
  }
}

/** A day that nobody names is the same for marks of one instant. */
function checkDistinct(marks: readonly Mark[], schoolId: string, list: ListName): void {
  const repeated = findRepeatedMark(
    marks.map((mark) => ({ ...mark, schoolId, date: mark.date ?? mark.occurredAt.toISOString() })),
  );
  if (repeated) throw repeatedMark(repeated, list);
}

/** Where a mark's fields stand: each mark's own in `marks`, beside the list in a bulk of `childIds`. */
function pathsIn(list: ListName, index: number): (field: string) => string {
  const place = `${list}.${index}`;
  return (field) => {
    if (list === 'marks') return `${place}.${field}`;
    return field === 'childId' ? place : field;
  };
}
