import { measureArrivals } from './arrivals.ts';
import { measureBulks } from './bulks.ts';
import { measureCallers } from './callers.ts';
import { measureCityDay } from './city-day.ts';
import { measureConnections } from './connections.ts';
import { checkCorrectness } from './correctness.ts';
import { measureFarAway } from './far-away.ts';
import { measureHeldCounter } from './held-counter.ts';
import { measureHistory } from './history.ts';
import { measureHotPath } from './hot-path/hot-path.ts';
import { measureHotSchool } from './hot-school.ts';
import { measureMemory } from './memory.ts';
import { measureOverload } from './overload.ts';
import { measureRegisters } from './registers.ts';
import { countRoundTrips } from './round-trips.ts';
import type { Scenario } from './scenario.ts';
import { measureStorage } from './storage/storage.ts';

/**
 * Every scenario by its id, in the order in which they run. Scenarios without a database come first, while the heap is
 * nearly empty. The scenario that checks counters after re-marks comes before counters have moved.
 */
export const scenarios: Readonly<Record<string, Scenario>> = {
  memory: measureMemory,
  correctness: checkCorrectness,
  'round-trips': countRoundTrips,
  connections: measureConnections,
  callers: measureCallers,
  arrivals: measureArrivals,
  bulks: measureBulks,
  'hot-school': measureHotSchool,
  history: measureHistory,
  registers: measureRegisters,
  'far-away': measureFarAway,
  'held-counter': measureHeldCounter,
  overload: measureOverload,
  storage: measureStorage,
  'hot-path': measureHotPath,
  city: measureCityDay,
};
