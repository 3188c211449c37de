import type { WorkerLogEntry } from '../support/worker-log.ts';

type Claim = Extract<WorkerLogEntry, { did: 'claim' }>;

/** What a log of workers tells about leases. */
export interface DeedFindings {
  /** Messages sent again by others than the promise allows, or acknowledgements of what was somebody else's, in words. */
  readonly breaches: readonly string[];
  /** Messages sent again. */
  readonly repeated: number;
  /** Leases that their worker found to be somebody else's. */
  readonly lost: number;
}

/**
 * Whether each message was sent again only after a worker died, or lost its lease, nobody took over before the lease of one
 * who died had ended, and each acknowledgement was that of the last who had claimed the delivery.
 * @param dead  Process ids of workers that were killed.
 */
export function judgeDeeds(
  entries: readonly WorkerLogEntry[],
  { dead, leaseMs }: { readonly dead: ReadonlySet<number>; readonly leaseMs: number },
): DeedFindings {
  const losses = new Set(entries.flatMap((entry) => (entry.did === 'lose' ? `${entry.worker} ${entry.lease.id}` : [])));
  const again = sendersBeforeTheLast(entries);
  const unexcused = again.filter(({ worker, id }) => !dead.has(worker) && !losses.has(`${worker} ${id}`));
  const hasty = takeovers(entries).filter(
    ({ from, to }) => dead.has(from.worker) && from.lease.token !== to.lease.token && to.at < from.at + leaseMs,
  );
  const usurped = acknowledgementsOfOthers(entries);
  return {
    breaches: [
      ...(unexcused.length > 0 ? [`${unexcused.length} messages were sent again though their worker lived`] : []),
      ...(hasty.length > 0
        ? [`${hasty.length} deliveries were taken over before the lease of who died had ended`]
        : []),
      ...(usurped > 0 ? [`${usurped} acknowledgements were stored though somebody else had taken over`] : []),
    ],
    repeated: again.length,
    lost: losses.size,
  };
}

/** Of each message that was sent several times, all who did but the last. */
function sendersBeforeTheLast(
  entries: readonly WorkerLogEntry[],
): { readonly worker: number; readonly id: string; readonly key: string }[] {
  const sends = entries.flatMap((entry) =>
    entry.did === 'send' ? { worker: entry.worker, id: entry.lease.id, key: entry.notification.key } : [],
  );
  return [...Map.groupBy(sends, ({ key }) => key).values()].flatMap((ofOne) => ofOne.slice(0, -1));
}

/** Each claim of a delivery that had been claimed before and not been acknowledged. */
function takeovers(entries: readonly WorkerLogEntry[]): { readonly from: Claim; readonly to: Claim }[] {
  const done = new Set(
    entries.flatMap((entry) => (entry.did === 'acknowledge' ? entry.lease.token + entry.lease.id : [])),
  );
  const claims = entries.flatMap((entry) => (entry.did === 'claim' ? entry : [])).toSorted((a, b) => a.at - b.at);
  return [...Map.groupBy(claims, ({ lease }) => deliveryOf(lease.id)).values()].flatMap((ofOne) =>
    ofOne.flatMap((to, index) => {
      const from = ofOne[index - 1];
      return from && !done.has(from.lease.token + from.lease.id) ? { from, to } : [];
    }),
  );
}

/** A lease can be claimed anew only once the one before is over: so the latest claim is the one that may acknowledge. */
function acknowledgementsOfOthers(entries: readonly WorkerLogEntry[]): number {
  const latest = new Map<string, Claim>();
  for (const entry of entries) {
    if (entry.did !== 'claim') continue;
    const delivery = deliveryOf(entry.lease.id);
    const other = latest.get(delivery);
    if (!other || other.at < entry.at) latest.set(delivery, entry);
  }
  return entries.filter(
    (entry) => entry.did === 'acknowledge' && latest.get(deliveryOf(entry.lease.id))?.lease.token !== entry.lease.token,
  ).length;
}

/** A delivery whose content was frozen anew has another id, but for its beginning. */
function deliveryOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}
