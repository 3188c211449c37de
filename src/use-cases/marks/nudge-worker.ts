import { isStatusChange, type Outcome } from '../../domain/marks/outcome.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';

/** Lets a worker of this process know of jobs, unless they are in a host's transaction: its commit cannot be seen from here. */
export function nudgeWorker(
  { nextJobId, nudge }: Pick<UseCaseContext, 'nextJobId' | 'nudge'>,
  results: readonly { readonly outcome: Outcome }[],
  { transaction }: CallOptions,
): void {
  if (!nextJobId || transaction !== undefined) return;
  if (results.some(({ outcome }) => isStatusChange(outcome))) nudge();
}
