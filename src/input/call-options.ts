import * as z from 'zod';
import type { CallOptions } from '../ports/call-options.js';
import { parseCommand } from './parse-command.js';
import { aborted } from './refusals.js';

/** `null` is refused: it is a transaction that failed to begin, and the mark would commit on its own. */
const transaction = z.custom((value) => value !== null, 'must not be null');
const signal = z.custom<AbortSignal>(
  (value) => value instanceof AbortSignal && typeof value.aborted === 'boolean' && isHeard(value),
  'must be an AbortSignal',
);
const callOptions = z.strictObject({ transaction: transaction.optional(), signal: signal.optional() });

/** A Proxy that says it is one may throw here, and not once others wait for the mark that listens to it. */
function isHeard(signal: AbortSignal): boolean {
  const ignore = () => {};
  signal.addEventListener('abort', ignore);
  signal.removeEventListener('abort', ignore);
  return true;
}

/**
 * Reads a call's options. An unknown one is refused: a misspelt `transaction` would commit on its own.
 * @throws {AttendanceError} `invalid_command`, or `aborted` when the signal already is.
 */
export function parseCallOptions(options: unknown): CallOptions {
  if (options === undefined) return {};
  const { transaction, signal } = parseCommand(callOptions, options);
  if (signal?.aborted) throw aborted('the call was aborted before it was sent');
  return { ...(transaction !== undefined && { transaction }), ...(signal && { signal }) };
}
