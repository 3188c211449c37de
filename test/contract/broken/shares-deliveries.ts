import type { Claim } from 'rollbook';
import { breakOutbox } from './break-repository.ts';

/** Shares deliveries among those who claim at the same time: all of them read before one of them writes. */
export const sharesDeliveries = breakOutbox((memory) => {
  let underWay: Promise<Claim> | undefined;
  return {
    claim: (request) => {
      underWay ??= memory.outbox.claim(request).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
});
