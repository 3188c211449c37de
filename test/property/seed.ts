/** The parameters that this takes from fast-check's. */
export interface Seeded {
  readonly seed: number;
  readonly numRuns: number;
  readonly path?: string;
}

/**
 * How a property runs: with a new seed each time, printed, so that a failure can be run again with `FC_SEED=…`, and with
 * the path that fast-check reports (`FC_PATH=…`) from the counterexample itself.
 */
export function seeded(property: string, numRuns: number): Seeded {
  const given = process.env['FC_SEED'];
  const path = process.env['FC_PATH'];
  const seed = given === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(given);
  console.info(`${property}: FC_SEED=${seed}`);
  return { seed, numRuns, ...(path !== undefined && { path }) };
}
