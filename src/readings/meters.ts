import type { AttendanceEvents } from '../events/events.js';
import { isObservable, type StatementOperation, type StatementReading } from '../ports/observable-repository.js';
import { CommandMeter } from './command-meter.js';
import { type BatchingReadings, costPerCommand, type Readings } from './readings.js';
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
  readonly #statements = new Map<StatementOperation, StatementMeter>();
  readonly #measured: Measured;
  #rateLimiterFailures = 0;
  readonly #stop: () => void;

  constructor(measured: Measured) {
    this.#measured = measured;
    const { repository, events } = measured;
    events.on('rateLimiter.failed', () => {
      this.#rateLimiterFailures += 1;
    });
    this.#stop = isObservable(repository) ? repository.onStatement((reading) => this.#add(reading)) : () => {};
  }

  read(): Readings {
    const { batching } = this.#measured;
    const commands = this.commands.read();
    const statements = Object.fromEntries([...this.#statements].map(([name, meter]) => [name, meter.read()]));
    return {
      commands,
      statements,
      perCommand: costPerCommand(commands, statements),
      batching: batching(),
      pool: this.#readPool(),
      rateLimiterFailures: this.#rateLimiterFailures,
    };
  }

  /** Listens to the repository no longer. */
  close(): void {
    this.#stop();
  }

  /** A pool of the host's own kind may throw; the other readings are still worth having. */
  #readPool(): Readings['pool'] {
    const { repository } = this.#measured;
    try {
      return isObservable(repository) ? repository.readPool() : null;
    } catch {
      return null;
    }
  }

  #add(reading: StatementReading): void {
    const { events, slowStatementMs } = this.#measured;
    const { operation, durationMs } = reading;
    const isSlow = durationMs !== null && durationMs > slowStatementMs;
    const meter = this.#meterOf(operation);
    meter.add(reading);
    if (isSlow) meter.addSlow();
    events.publish('statement.ended', reading, {});
    if (isSlow) events.publish('statement.slow', { operation, durationMs }, {});
  }

  #meterOf(operation: StatementOperation): StatementMeter {
    const known = this.#statements.get(operation);
    if (known) return known;
    const meter = new StatementMeter();
    this.#statements.set(operation, meter);
    return meter;
  }
}
