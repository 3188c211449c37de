import { leaseKeyOf, type WorkerLogEntry } from '../support/worker-log.ts';

type Claim = Extract<WorkerLogEntry, { did: 'claim' }>;
type Send = Extract<WorkerLogEntry, { did: 'send' }>;

/** The findings about leases in a log of workers. */
export interface DeedFindings {
  /**
   * Descriptions of messages that were sent again without excuse, and of acknowledgements after another worker's claim.
   */
  readonly breaches: readonly string[];
  /** Messages sent again. */
  readonly repeated: number;
  /** Leases that their worker had lost to another one. */
  readonly lost: number;
  /**
   * The longest time from a claim until the first of a worker's deliveries was taken over, in milliseconds. The other
   * deliveries of the worker follow one by one.
   */
  readonly firstTakeoverMs: number;
}

/** A claim of a delivery that another worker had claimed before and not acknowledged. */
interface Takeover {
  readonly from: Claim;
  readonly to: Claim;
}

/**
 * Checks three things. A message is sent again only if a worker was killed or paused while it held the delivery, and
 * never after its acknowledgement. Nobody takes over before the lease of such a worker has ended. Each acknowledgement
 * comes from the worker that claimed the delivery last.
 */
export function judgeDeeds(
  entries: readonly WorkerLogEntry[],
  { leaseMs }: { readonly leaseMs: number },
): DeedFindings {
  const acknowledged = leasesOf(entries, 'acknowledge');
  const interrupted = interruptedLeases(entries);
  const again = sendsBeforeTheLast(entries).map(({ lease }) => leaseKeyOf(lease));
  const needless = again.filter((lease) => acknowledged.has(lease));
  const unexcused = again.filter((lease) => !acknowledged.has(lease) && !interrupted.has(lease));
  const taken = takeovers(entries, acknowledged).filter(
    ({ from, to }) => interrupted.has(leaseKeyOf(from.lease)) && from.lease.token !== to.lease.token,
  );
  const hasty = taken.filter(({ from, to }) => to.at < from.at + leaseMs);
  const usurped = acknowledgementsOfOthers(entries);
  return {
    breaches: [
      ...(needless.length > 0
        ? [`${needless.length} messages were sent again though it is stored that they were sent`]
        : []),
      ...(unexcused.length > 0 ? [`${unexcused.length} messages were sent again though their worker lived`] : []),
      ...(hasty.length > 0
        ? [`${hasty.length} deliveries were taken over before the lease of who was killed or paused had ended`]
        : []),
      ...(usurped > 0 ? [`${usurped} acknowledgements were stored though somebody else had taken over`] : []),
    ],
    repeated: again.length,
    lost: leasesOf(entries, 'lose').size,
    firstTakeoverMs: Math.max(0, ...firstTakeovers(taken)),
  };
}

function leasesOf(entries: readonly WorkerLogEntry[], deed: 'acknowledge' | 'lose'): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => (entry.did === deed ? leaseKeyOf(entry.lease) : [])));
}

/** Leases that a worker held when it was killed or paused. */
function interruptedLeases(entries: readonly WorkerLogEntry[]): ReadonlySet<string> {
  const deedsOfEach = Map.groupBy(entries, ({ worker }) => worker).values();
  return new Set([...deedsOfEach].flatMap(leasesHeldAtStops));
}

function leasesHeldAtStops(deeds: readonly WorkerLogEntry[]): readonly string[] {
  const held = new Set<string>();
  return deeds.flatMap((deed) => {
    if (deed.did === 'stop') return [...held];
    if (deed.did === 'claim') held.add(leaseKeyOf(deed.lease));
    if (deed.did === 'acknowledge' || deed.did === 'lose') held.delete(leaseKeyOf(deed.lease));
    return [];
  });
}

/** All sends except the last, of each message that was sent several times. */
function sendsBeforeTheLast(entries: readonly WorkerLogEntry[]): readonly Send[] {
  const sends = entries.flatMap((entry) => (entry.did === 'send' ? entry : []));
  return [...Map.groupBy(sends, ({ notification }) => notification.key).values()].flatMap((ofOne) =>
    ofOne.slice(0, -1),
  );
}

/** The first takeover of each worker's deliveries, in milliseconds. */
function firstTakeovers(taken: readonly Takeover[]): readonly number[] {
  const ofEach = Map.groupBy(taken, ({ from }) => from.worker).values();
  return [...ofEach].map((ofOne) => Math.min(...ofOne.map(({ from, to }) => to.at - from.at)));
}

function takeovers(entries: readonly WorkerLogEntry[], acknowledged: ReadonlySet<string>): readonly Takeover[] {
  const claims = entries.flatMap((entry) => (entry.did === 'claim' ? entry : [])).toSorted((a, b) => a.at - b.at);
  return [...Map.groupBy(claims, ({ lease }) => deliveryOf(lease.id)).values()].flatMap((ofOne) =>
    ofOne.flatMap((to, index) => {
      const from = ofOne[index - 1];
      return from && !acknowledged.has(leaseKeyOf(from.lease)) ? { from, to } : [];
    }),
  );
}

/** A lease can be claimed anew only once the one before is over. So only the latest claim may acknowledge. */
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

/** A delivery whose content was frozen anew has another id, with the same beginning. */
function deliveryOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}
