import type { Logger } from '../ports/logger.js';

/** Warns. A logger that fails has nobody left to be reported to. */
export function report(logger: Logger, message: string, fields: Readonly<Record<string, string>>): void {
  void warnIsolated(logger, message, fields);
}

async function warnIsolated(logger: Logger, message: string, fields: Readonly<Record<string, string>>): Promise<void> {
  try {
    await logger.warn(message, fields);
  } catch {
    // See above.
  }
}
