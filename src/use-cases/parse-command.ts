import type * as z from 'zod';
import type { CommandIssue } from '../domain/errors.js';
import { AttendanceError } from '../domain/errors.js';

/** A bulk of 5,000 can be wrong in 5,000 places; the first few tell what is wrong. */
const maxIssues = 20;
/** An unknown key is named in its issue, and keys can be of any length. */
const maxMessageLength = 200;

/**
 * Reads a command.
 * @throws {AttendanceError} `invalid_command` with the issues, also for a command whose getters or proxies throw.
 */
export function parseCommand<Command>(schema: z.ZodType<Command>, command: unknown): Command {
  const result = readSafely(schema, command);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, maxIssues).map(toIssue);
  throw invalidCommand(...issues);
}

/** The error for a command that can be read and still asks for something impossible. */
export function invalidCommand(...issues: CommandIssue[]): AttendanceError<'invalid_command'> {
  const [first] = issues;
  const where = first?.path ? `${first.path}: ` : '';
  return new AttendanceError('invalid_command', `invalid command: ${where}${first?.message ?? ''}`, { issues });
}

function readSafely<Command>(schema: z.ZodType<Command>, command: unknown) {
  try {
    return schema.safeParse(command);
  } catch {
    throw invalidCommand({ path: '', message: 'could not be read' });
  }
}

function toIssue(issue: z.core.$ZodIssue): CommandIssue {
  return {
    path: issue.path.map(String).join('.').slice(0, maxMessageLength),
    message: issue.message.slice(0, maxMessageLength),
  };
}
