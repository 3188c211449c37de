/** The amount of work, and the source of chance. */
export interface FaultContext {
  /** True if the counts of the long run apply, false for those of the short run. */
  readonly isLong: boolean;
  /**
   * The source of commands and of choices by chance. The seed is printed, so that a run can be repeated. Ids of schools
   * and children do not follow from the seed, and neither does timing with its consequences. The time of sends in other
   * processes and the backend that is killed do not follow from it either.
   */
  readonly seed: number;
  /** Reports the progress of a scenario. */
  progress(text: string): void;
}

/** The numbers of marks and records that were not as they must be. All numbers are 0 when a promise holds. */
export interface BreachCounts {
  /** Acknowledged marks that are not in the records and their revisions. */
  readonly lost: number;
  /** Marks that had an effect more than once. */
  readonly doubled: number;
  /** Revisions that do not follow from the one before, and records that are not their last one. */
  readonly brokenChains: number;
  /** The distance of the counters from the records, summed. */
  readonly drift: number;
  /**
   * Guardians who last heard another status than the one that stands, and messages that should not have been sent like
   * this.
   */
  readonly mistold: number;
}

/** A description of one example for each count that is not 0. */
export type BreachExamples = Readonly<Partial<Record<keyof BreachCounts, string>>>;

/** The findings of the check that is the same after every scenario. */
export interface CheckReport extends BreachCounts {
  /** Marks that the library said it had recorded. */
  readonly acknowledged: number;
  readonly examples: BreachExamples;
}

/** The result of a scenario. A scenario with checks of its own leaves out the counts that it did not take. */
export interface ScenarioReport extends Partial<BreachCounts> {
  /** Marks that the library said it had recorded. */
  readonly acknowledged: number;
  readonly examples?: BreachExamples;
  /** The faults that were injected, such as `{ kills: 20 }`. */
  readonly faults: Readonly<Record<string, number>>;
  /** Other measurements, such as `{ slowestRecoveryMs: 740 }`. The names contain the units. */
  readonly figures: Readonly<Record<string, number>>;
  /** Descriptions of the scenario's own promises that were broken. Empty when all of them held. */
  readonly breaches: readonly string[];
}

/** One attempt to break a promise. */
export interface Scenario {
  readonly id: string;
  /** The promise that the scenario tries to break, in words. */
  readonly promise: string;
  /** Returns the reason why the scenario cannot run on this machine. `undefined` when it can. */
  missing?(): Promise<string | undefined>;
  run(context: FaultContext): Promise<ScenarioReport>;
}
