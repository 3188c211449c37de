import * as fc from 'fast-check';

/** One kind of random sequences on one store. */
export interface ModelPart {
  readonly name: string;
  /** The name in words. */
  readonly title: string;
  /** The number of commands that there must have been. */
  readonly commands: number;
  /** The file to run with `FC_SEED` and `FC_PATH`, to replay a sequence that failed. */
  readonly replayIn: string;
  /**
   * Checks `sequences`, and calls `onHeld` for each one that held. Resolves to the shortest failure, if there is one.
   */
  check(sequences: Sequences, onHeld: OnHeld): Promise<Failure | undefined>;
}

/** The sequences to check. */
export interface Sequences {
  readonly seed: number;
  readonly numRuns: number;
}

/** Receives the number of commands of a sequence, and the number of acknowledged marks among them. */
export type OnHeld = (commands: number, acknowledged: number) => void;

/** A sequence that broke a promise. */
export interface Failure {
  readonly seed: number;
  /** Leads to the shortest such sequence. */
  readonly path: string;
  /** A description of the sequence and of what was wrong. */
  readonly report: string;
}

/** Checks a property without throwing. */
export async function checkProperty<Ts>(
  property: fc.IAsyncProperty<Ts>,
  sequences: Sequences,
): Promise<Failure | undefined> {
  const details = await fc.check(property, sequences);
  if (!details.failed) return undefined;
  const report = `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}`;
  return { seed: details.seed, path: details.counterexamplePath ?? '', report };
}
