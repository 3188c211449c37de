import * as fc from 'fast-check';

/** One kind of random sequences on one store. */
export interface ModelPart {
  readonly name: string;
  /** The same in words. */
  readonly title: string;
  /** How many commands there must have been. */
  readonly commands: number;
  /** What to run, with `FC_SEED` and `FC_PATH`, to replay a sequence that failed. */
  readonly replayIn: string;
  /** Checks `sequences` of them, and tells of each that held. Resolves to how one failed, the shortest that does. */
  check(sequences: Sequences, onHeld: OnHeld): Promise<Failure | undefined>;
}

/** Which sequences to check. */
export interface Sequences {
  readonly seed: number;
  readonly numRuns: number;
}

/** How many commands a sequence had, and how many marks of them were acknowledged. */
export type OnHeld = (commands: number, acknowledged: number) => void;

/** A sequence that broke a promise. */
export interface Failure {
  readonly seed: number;
  /** Leads to the shortest such sequence. */
  readonly path: string;
  /** The sequence, and what was wrong, in words. */
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
