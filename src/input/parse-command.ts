import type * as z from 'zod';
import type { CommandIssue } from '../domain/errors.js';
import { AttendanceError } from '../domain/errors.js';
import { readInput } from './read-input.js';

/** A bulk of 5,000 can be wrong in 5,000 places; the first few tell what is wrong. */
const maxIssues = 20;
/** An unknown key is named in its issue, and keys can be of any length. */
const maxMessageLength = 200;

/**
 * Reads a command.
 * @throws {AttendanceError} `invalid_command` with the issues, also for a command whose getters or proxies throw.
 */
export function parseCommand<Command>(schema: z.ZodType<Command>, command: unknown): Command {
  const reading = readInput(schema, command);
  if (!reading) throw invalidCommand({ path: '', message: 'could not be read' });
  if ('data' in reading) return reading.data;
  throw invalidCommand(...reading.issues.slice(0, maxIssues).map(toIssue));
}

/** The error for a command that can be read and still asks for something impossible. */
export function invalidCommand(...issues: CommandIssue[]): AttendanceError<'invalid_command'> {
  const [first] = issues;
  const where = first?.path ? `${first.path}: ` : '';
  return new AttendanceError('invalid_command', `invalid command: ${where}${first?.message ?? ''}`, { issues });
}

function toIssue(issue: z.core.$ZodIssue): CommandIssue {
  return {
    path: issue.path.map(String).join('.').slice(0, maxMessageLength),
    message: issue.message.slice(0, maxMessageLength),
  };
}
