import type { Mark } from '../../domain/marks/mark.js';
import { isStatusChange, type Outcome } from '../../domain/outcome.js';
import type { AttendanceEvents } from '../../events/events.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import type { Limits } from '../../input/limits.js';
import type { PlainMark } from '../../input/plain-mark.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { Clock } from '../../ports/clock.js';
import type { IdFormat } from '../../ports/id-format.js';
import type { MarkResult, MarkStore, RecordingSettings } from '../../ports/mark-store.js';
import type { LimitRate } from '../../rate-limit/limit-rate.js';

/** The parts that marking works with. Each use case names those that it needs. */
export interface MarkingParts {
  readonly repository: IdFormat & MarkStore;
  readonly schemas: CommandSchemas<string, string>;
  /** Reads a mark as its schema does, if the command is plain; else answers `undefined`. */
  readonly readPlain: (command: unknown) => PlainMark | undefined;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly recording: RecordingSettings;
  readonly events: Pick<AttendanceEvents, 'publish'>;
  /** Makes the id of a notification job, a uuid; `undefined` where no jobs are written. */
  readonly nextJobId: (() => string) | undefined;
  /** Makes a started worker look for the jobs of a mark. Never throws. */
  readonly nudge: () => void;
  /** Records a mark together with those of other callers; `undefined` where each mark has a statement of its own. */
  readonly batcher: { submit(mark: Mark, now: Date, signal?: AbortSignal): Promise<MarkResult> } | undefined;
  /** `undefined` where nothing is limited. */
  readonly limitRate: LimitRate | undefined;
}

/** Nudges the worker for marks that wrote a job, unless a host's transaction hides their commit from here. */
export function nudgeWorker(
  { nextJobId, nudge }: Pick<MarkingParts, 'nextJobId' | 'nudge'>,
  results: readonly { readonly outcome: Outcome }[],
  { transaction }: CallOptions,
): void {
  if (!nextJobId || transaction !== undefined) return;
  if (results.some(({ outcome }) => isStatusChange(outcome))) nudge();
}
