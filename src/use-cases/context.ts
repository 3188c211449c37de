import type { Mark } from '../domain/marks/mark.js';
import type { StatusDefinitions } from '../domain/status.js';
import type { AttendanceEvents } from '../events/events.js';
import type { CommandSchemas } from '../input/command-schemas.js';
import type { Limits } from '../input/limits.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { Clock } from '../ports/clock.js';
import type { MarkResult } from '../ports/mark-store.js';
import type { RateLimit } from '../rate-limit/limit-rate.js';

/** What every use case works with. */
export interface UseCaseContext<Transaction = unknown> {
  readonly repository: AttendanceRepository<Transaction>;
  readonly schemas: CommandSchemas<string, string>;
  readonly statuses: StatusDefinitions;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Days back from the school's today whose changes correct what guardians were told. */
  readonly correctDays: number;
  /** A new notification job's id, a uuid; `undefined` where no jobs are written. */
  readonly nextJobId: (() => string) | undefined;
  /** Has a started worker look for the jobs of a mark. Never throws. */
  readonly nudge: () => void;
  readonly events: AttendanceEvents;
  /** Records a mark together with those of other callers; `undefined` where each has a statement of its own. */
  readonly submit: ((mark: Mark, now: Date, signal?: AbortSignal) => Promise<MarkResult>) | undefined;
  /** `undefined` where nothing is limited. */
  readonly rateLimit: RateLimit | undefined;
}
