import type { ClaimedDelivery, Notification } from 'rollbook';
import { breakOutbox } from './break-repository.ts';

/** Repeats what has changed: freezes at the first attempt what a delivery says, whatever is true by the next one. */
export const repeatsWhatChanged = breakOutbox((memory) => {
  const frozen = new Map<string, Notification>();
  const freeze = (delivery: ClaimedDelivery): ClaimedDelivery => {
    const place = delivery.notification.id.replace(/\.\d+$/, '');
    const notification = frozen.get(place) ?? delivery.notification;
    frozen.set(place, notification);
    return { ...delivery, notification };
  };
  return {
    claim: async (request) => {
      const claim = await memory.outbox.claim(request);
      return { ...claim, deliveries: claim.deliveries.map(freeze) };
    },
  };
});
