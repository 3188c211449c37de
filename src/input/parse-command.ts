import type * as z from 'zod';
import { AttendanceError, type CommandIssue } from '../domain/errors.js';
import type { IdFormat } from '../ports/id-format.js';
import { readInput, toIssue } from './parse-options.js';

/** The most issues that an error carries. A bulk of 5,000 can be wrong in 5,000 places; the first few suffice. */
const maxIssues = 20;

/**
 * Reads a command.
 * @throws {AttendanceError} `invalid_command` with the issues, also for a command whose getters or proxies throw.
 */
export function parseCommand<Command>(schema: z.ZodType<Command>, command: unknown): Command {
  const parsed = readInput(schema, command);
  if (!parsed) throw invalidCommand({ path: '', message: 'could not be read' });
  if ('data' in parsed) return parsed.data;
  throw invalidCommand(...parsed.issues.slice(0, maxIssues).map(toIssue));
}

/** The error for a command that doesn't fit, or that asks for something impossible. */
export function invalidCommand(...issues: CommandIssue[]): AttendanceError<'invalid_command'> {
  const [first] = issues;
  const where = first?.path && `${first.path}: `;
  return new AttendanceError('invalid_command', `invalid command: ${where ?? ''}${first?.message ?? ''}`, { issues });
}

/**
 * Spells an id as the repository compares it.
 * @param path  Where the id stands in the command, for the issue.
 * @throws {AttendanceError} `invalid_command` when the repository doesn't take `id` for one.
 */
export function toCanonicalId(repository: Pick<IdFormat, 'canonicalId'>, id: string, path: string): string {
  const canonical = repository.canonicalId(id);
  if (canonical === undefined) throw invalidCommand({ path, message: "is not an id of the repository's type" });
  return canonical;
}
