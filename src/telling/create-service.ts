import { DeliveryRounds } from './delivery-rounds.js';
import { HandOver } from './hand-over.js';
import type { NotificationsContext } from './notifications-context.js';
import { Service } from './service.js';

/** Makes what delivers: by the host's queue where there is one, else by the notifier. Begins nothing. */
export function createService(context: NotificationsContext): Service {
  const { notifier, queue } = context;
  const rounds = notifier && new DeliveryRounds(context, notifier);
  return new Service(context, queue ? new HandOver(context, queue) : rounds, rounds);
}
