import type { Readings } from '../readings/readings.js';
import type { StoreHealth } from './check-health.js';

/** How the library is, and what it has done. */
export interface Health extends StoreHealth {
  readonly readings: Readings;
}
