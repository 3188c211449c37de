import type { AttendanceEvents } from '../events/events.js';
import { isObservable, type StatementOperation, type StatementReading } from '../ports/observable-repository.js';
import { CommandMeter } from './command-meter.js';
import type { BatchingReadings } from './readings.js';
import { StatementMeter } from './statement-meter.js';

/** The parts that are measured, and the events that report it. */
export interface Measured {
  readonly repository: object;
  readonly events: AttendanceEvents;
  readonly slowStatementMs: number;
  readonly batching: () => BatchingReadings | null;
}

/** Measures what attendance does, and publishes what statements do. */
export class Meters {
  readonly commands = new CommandMeter();
  readonly statements = new Map<StatementOperation, StatementMeter>();
  readonly measured: Measured;
  rateLimiterFailures = 0;
  /** Listens to the repository no longer. */
  readonly close: () => void;

  constructor(measured: Measured) {
    this.measured = measured;
    const { repository, events } = measured;
    events.on('rateLimiter.failed', () => {
      this.rateLimiterFailures += 1;
    });
    this.close = isObservable(repository) ? repository.onStatement((reading) => this.#add(reading)) : () => {};
  }

  #add(reading: StatementReading): void {
    const { events, slowStatementMs } = this.measured;
    const { operation, durationMs } = reading;
    const isSlow = durationMs !== null && durationMs > slowStatementMs;
    this.#meterOf(operation).add(reading, { isSlow });
    events.publish('statement.ended', reading, {});
    if (isSlow) events.publish('statement.slow', { operation, durationMs }, {});
  }

  #meterOf(operation: StatementOperation): StatementMeter {
    const known = this.statements.get(operation);
    if (known) return known;
    const meter = new StatementMeter();
    this.statements.set(operation, meter);
    return meter;
  }
}
