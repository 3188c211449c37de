/** How much is done, and where chance comes from. */
export interface FaultContext {
  /** Whether the long counts apply; otherwise those of the short run. */
  readonly isLong: boolean;
  /**
   * Commands, and choices by chance, follow from it; printed, so that a run can be repeated. What doesn't: ids of
   * schools and children, timing and what comes of it, how long sends of workers in other processes take, and which
   * backend is killed.
   */
  readonly seed: number;
  /** Says how far a scenario is. */
  progress(text: string): void;
}

/** How often marks and records were found not to be as they must; 0 where all is well. */
export interface BreachCounts {
  /** Acknowledged marks that are not in the records and their revisions. */
  readonly lost: number;
  /** Marks that had an effect more than once. */
  readonly doubled: number;
  /** Revisions that do not follow from the one before, and records that are not their last one. */
  readonly brokenChains: number;
  /** How far the counters are from the records, summed. */
  readonly drift: number;
  /** Guardians who last heard something else than what stands, and messages that should not have been sent so. */
  readonly mistold: number;
}

/** One of those that a count is of, in words; of those counts that are not 0. */
export type BreachExamples = Readonly<Partial<Record<keyof BreachCounts, string>>>;

/** What the same check found after a scenario. */
export interface CheckReport extends BreachCounts {
  /** Marks that the library said it had recorded. */
  readonly acknowledged: number;
  readonly examples: BreachExamples;
}

/** What came of a scenario. One that checks in a way of its own leaves out the counts that it did not take. */
export interface ScenarioReport extends Partial<BreachCounts> {
  /** Marks that the library said it had recorded. */
  readonly acknowledged: number;
  readonly examples?: BreachExamples;
  /** What was done to it, such as `{ kills: 20 }`. */
  readonly faults: Readonly<Record<string, number>>;
  /** What else was measured, such as `{ slowestRecoveryMs: 740 }`; units stand in the names. */
  readonly figures: Readonly<Record<string, number>>;
  /** Promises of the scenario's own that were broken, in words; empty when it held. */
  readonly breaches: readonly string[];
}

/** One way to try to break a promise. */
export interface Scenario {
  readonly id: string;
  /** The promise that it tries to break, in words. */
  readonly promise: string;
  /** Why it can't run on this machine; `undefined` when it can. */
  missing?(): Promise<string | undefined>;
  run(context: FaultContext): Promise<ScenarioReport>;
}
