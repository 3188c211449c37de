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
 * Whether each message was sent again only after a worker died, or lost its lease, and each acknowledgement was that of the
 * last who had claimed the delivery.
 * @param dead  Process ids of workers that were killed.
 */
export function judgeDeeds(entries: readonly WorkerLogEntry[], dead: ReadonlySet<number>): DeedFindings {
  const losses = new Set(entries.flatMap((entry) => (entry.did === 'lose' ? `${entry.worker} ${entry.lease.id}` : [])));
  const again = sendersBeforeTheLast(entries);
  const unexcused = again.filter(({ worker, id }) => !dead.has(worker) && !losses.has(`${worker} ${id}`));
  const usurped = acknowledgementsOfOthers(entries);
  return {
    breaches: [
      ...(unexcused.length > 0 ? [`${unexcused.length} messages were sent again though their worker lived`] : []),
      ...(usurped > 0 ? [`${usurped} acknowledgements were stored though somebody else had taken over`] : []),
    ],
    repeated: again.length,
    lost: losses.size,
  };
}

/** Of each message that was sent several times, all who did but the last. */
function sendersBeforeTheLast(entries: readonly WorkerLogEntry[]): { readonly worker: number; readonly id: string }[] {
  const sends = entries.flatMap((entry) =>
    entry.did === 'send' ? { worker: entry.worker, id: entry.notification.id } : [],
  );
  return [...Map.groupBy(sends, ({ id }) => id).values()].flatMap((ofOne) => ofOne.slice(0, -1));
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
