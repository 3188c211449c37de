/**
 * Takes what no caller can be told, such as a listener that threw. The shape of `console` and winston; pino takes the
 * fields first. Never given a name, a contact or a note.
 */
export interface Logger {
  /** Something failed that the library could work around. A throw or rejection from here is ignored. */
  warn(message: string, fields: Readonly<Record<string, string>>): unknown;
}

/** Says nothing. */
export const silentLogger: Logger = { warn: () => {} };
