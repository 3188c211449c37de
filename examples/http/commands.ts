import { AttendanceError, type CommandSchemas } from 'rollbook';
import type * as z from 'zod';

/** The person who marks, as authentication says. Never taken from a body: there, anybody could be anybody. */
export interface Teacher {
  readonly id: string;
  readonly schoolId: string;
}

/** One child's mark. The school and the person who marks override those of the body. */
export function toMarkCommand(schemas: CommandSchemas, body: object, teacher: Teacher) {
  return parse(schemas.markAttendance, signedBy(teacher, body));
}

/**
 * A bulk of either form: `childIds` with one status, or `marks` with one each. Parsed by the schema of its own form,
 * since `markBulkAttendance`, the union of both, can only say that neither fits.
 */
export function toBulkCommand(schemas: CommandSchemas, body: object, teacher: Teacher) {
  if (!('marks' in body)) return parse(schemas.oneStatus, signedBy(teacher, body));
  const { marks, ...bulk } = parse(schemas.statusPerChild, signedBy(teacher, body));
  return { ...bulk, marks: marks.map((mark) => ({ ...mark, markedBy: teacher.id })) };
}

function signedBy({ id, schoolId }: Teacher, body: object) {
  return { ...body, schoolId, markedBy: id };
}

/** Twenty issues say what is wrong, however long the command. */
const mostIssues = 20;

/** @throws {AttendanceError} `invalid_command`, as rollbook itself says of a command that doesn't fit. */
function parse<Command>(schema: z.ZodType<Command>, input: unknown): Command {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, mostIssues).map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message: message.slice(0, 200),
  }));
  throw new AttendanceError('invalid_command', 'the body is not a valid command', { issues });
}
