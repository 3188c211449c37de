/** Tells the time. Every "now", in SQL too, comes from here. */
export interface Clock {
  /** The current instant. Called once a command. */
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };
