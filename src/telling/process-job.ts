import { AttendanceError } from '../domain/errors.js';
import type { DeliveryRounds } from './delivery-rounds.js';
import type { Lifetime } from './lifetime.js';
import type { DeliveryTally } from './notifications.js';
import type { NotificationsContext } from './notifications-context.js';
import { Round } from './round.js';

/** Delivers one job of the host's queue, and forgets it once it is done. See `Notifications.process`. */
export async function processJob(
  context: Pick<NotificationsContext, 'repository' | 'clock'>,
  rounds: DeliveryRounds,
  lifetime: Lifetime,
  jobId: string,
): Promise<DeliveryTally> {
  const round = new Round(lifetime, jobId);
  await rounds.finish(round);
  let rest = await close(context, jobId);
  if (rest.outstanding > 0 && rest.retryAfterMs === 0) {
    // What is due and could not be had is behind another job's message, which may be on its way from here.
    await rounds.whenSettled();
    await rounds.finish(round);
    rest = await close(context, jobId);
  }
  if (rest.outstanding === 0) return round.tally;
  const message = `${rest.outstanding} of the job's deliveries not settled yet`;
  throw new AttendanceError('deliveries_outstanding', message, { jobId, ...rest });
}

async function close({ repository, clock }: Pick<NotificationsContext, 'repository' | 'clock'>, jobId: string) {
  const { outstanding, dueAt } = await repository.outbox.closeJob(jobId);
  return { outstanding, retryAfterMs: Math.max(0, (dueAt?.getTime() ?? 0) - clock.now().getTime()) };
}
