import type { Scenario } from './scenario.ts';
import { killedBackend } from './scenarios/killed-backend.ts';

/** Every scenario, in the order of `docs/reliability.md`. */
export const scenarios: readonly Scenario[] = [killedBackend];
