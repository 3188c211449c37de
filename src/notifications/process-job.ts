import { AttendanceError } from '../domain/errors.js';
import type { DeliveryRounds } from './delivery-rounds.js';
import type { Lifetime } from './lifetime.js';
import type { DeliveryTally } from './notifications.js';
import type { NotificationsContext } from './notifications-context.js';
import { Round } from './round.js';

/** Delivers one job of the host's queue, and forgets it once it is done. See `Notifications.process`. */
export async function processJob(
  { repository, clock }: Pick<NotificationsContext, 'repository' | 'clock'>,
  rounds: DeliveryRounds,
  lifetime: Lifetime,
  jobId: string,
): Promise<DeliveryTally> {
  const round = new Round(lifetime, jobId);
  await rounds.finish(round);
  const { outstanding, dueAt } = await repository.outbox.closeJob(jobId);
  if (outstanding === 0) return round.tally;
  const retryAfterMs = Math.max(0, (dueAt?.getTime() ?? 0) - clock.now().getTime());
  const message = `${outstanding} of the deliveries are not settled`;
  throw new AttendanceError('deliveries_outstanding', message, { jobId, outstanding, retryAfterMs });
}
