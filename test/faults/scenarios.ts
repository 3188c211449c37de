import type { Scenario } from './scenario.ts';

/** Every scenario, in the order of `docs/reliability.md`. */
export const scenarios: readonly Scenario[] = [];
