import { isObservable } from '../ports/observable-repository.js';
import type { CommandReadings } from './command-meter.js';
import type { Meters } from './meters.js';
import type { Readings } from './readings.js';
import type { Durations, RecentDurations } from './recent-durations.js';
import type { OperationReadings, StatementMeter, StatementReadings } from './statement-meter.js';

/** Reads the meters. Loaded when somebody asks for the readings: a process that only marks carries nothing of it. */
export function readMeters({ commands, statements, measured, rateLimiterFailures }: Meters): Readings {
  const operations = Object.fromEntries([...statements].map(([name, meter]) => [name, readStatements(meter)]));
  const calls = {
    ...commands.counts,
    durationMs: summarise(commands.durations),
    errors: Object.fromEntries(commands.errors),
  };
  return {
    commands: calls,
    statements: operations,
    perCommand: costPerCommand(calls, operations),
    batching: measured.batching(),
    pool: readPool(measured.repository),
    rateLimiterFailures,
  };
}

function readStatements({ counts, durations, waits }: StatementMeter): StatementReadings {
  return { ...counts, durationMs: summarise(durations), waitMs: summarise(waits) };
}

/** @returns  `null` while there are none. */
function summarise({ values }: RecentDurations): Durations | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
  const [p50Ms, p95Ms, maxMs] = [at(0.5), at(0.95), at(1)];
  if (p50Ms === undefined || p95Ms === undefined || maxMs === undefined) return null;
  return { p50Ms, p95Ms, maxMs };
}

/** A pool of the host's own kind may throw; the other readings are still worth having. */
function readPool(repository: object): Readings['pool'] {
  try {
    return isObservable(repository) ? repository.readPool() : null;
  } catch {
    return null;
  }
}

/** Computes the cost of the average call that was not refused. */
function costPerCommand({ total, refused }: CommandReadings, operations: OperationReadings): Readings['perCommand'] {
  const commands = total - refused;
  if (commands === 0) return null;
  let [statements, roundTrips] = [0, 0];
  for (const [operation, readings] of Object.entries(operations)) {
    if (!readings || operation === 'ping' || operation.startsWith('outbox.')) continue;
    statements += readings.total;
    roundTrips += readings.roundTrips;
  }
  return { statements: statements / commands, roundTrips: roundTrips / commands };
}
