import type { Child } from '../../../domain/roster.js';
import type { ClaimedDelivery, Settlement } from '../../../domain/telling/delivery.js';
import type { Notification } from '../../../domain/telling/notification.js';
import type { Claim, ClaimRequest, FanOutRequest } from '../../../ports/notification-outbox.js';
import { ExpectationError } from '../../kit/expectations.js';
import type { ContractWorld } from './contract-world.js';
import { markLater } from './mark-calls.js';

type World = Pick<ContractWorld, 'repository' | 'clock'>;

/** The time that leases last, in milliseconds. */
export const leaseMs = 30_000;

/** The number of attempts at a delivery. */
export const maxAttempts = 3;

/** Fans out whatever jobs there are by now, unless said otherwise. */
export function fanOut({ repository, clock }: World, overrides: Partial<FanOutRequest> = {}) {
  const now = clock.now();
  const request = { now, settledBefore: now, silentStatuses: [], maxChildren: 1_000, ...overrides };
  return repository.outbox.fanOut(request);
}

/** Claims up to 100 deliveries under a token of its own, unless said otherwise. */
export function claim({ repository, clock }: World, overrides: Partial<ClaimRequest> = {}): Promise<Claim> {
  return repository.outbox.claim({
    now: clock.now(),
    leaseToken: crypto.randomUUID(),
    leaseMs,
    maxDeliveries: 100,
    maxAttempts,
    silentStatuses: [],
    after: null,
    suspects: false,
    ...overrides,
  });
}

/** The deliveries that several claims got together. */
export type Claimed = Pick<Claim, 'deliveries' | 'dead' | 'dropped'>;

/** Claims on and on, from where the claim before left off, until there is nothing to be had. */
export async function claimAll(world: World, overrides: Partial<ClaimRequest> = {}): Promise<Claimed> {
  const claims: Claim[] = [];
  for (const _ of patience('claims')) {
    const got = await claim(world, { ...overrides, after: claims.at(-1)?.after ?? null });
    claims.push(got);
    const isFound = got.deliveries.length + got.dead.length + got.dropped > 0;
    if (!isFound && got.after === null) break;
  }
  return {
    deliveries: claims.flatMap(({ deliveries }) => deliveries),
    dead: claims.flatMap(({ dead }) => dead),
    dropped: claims.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** Turns of a loop that a repository which is right ends long before: a wrong one shall fail, not hang. */
function* patience(what: string): Generator<number> {
  for (let turn = 0; turn < 1_000; turn += 1) yield turn;
  throw new ExpectationError(`${what}: expected an end, got 1,000`, { expected: 'an end', actual: 1_000 });
}

type OutcomeOf<Settled> = Settled extends Settlement ? Omit<Settled, 'lease'> : never;

/** The result of a delivery. */
export type Outcome = OutcomeOf<Settlement>;

/** The notifier took the message. */
export const delivered: Outcome = { outcome: 'delivered' };

/** The attempt failed, and the next one is due so many minutes after now. */
export function failedFor({ clock }: World, minutes: number): Outcome {
  return { outcome: 'failed', runAt: new Date(clock.now().getTime() + minutes * 60_000) };
}

/** Settles deliveries alike, and answers which of them were accepted. */
export function settle(
  { repository, clock }: World,
  deliveries: readonly Pick<ClaimedDelivery, 'lease'>[],
  outcome: Outcome,
): Promise<readonly string[]> {
  const settlements = deliveries.map(({ lease }): Settlement => ({ lease, ...outcome }));
  return repository.outbox.settle({ settlements, now: clock.now() });
}

/** Fans out, claims and delivers until nothing is left, and answers what was said. */
export async function tellAll(
  world: World,
  overrides: Partial<Pick<ClaimRequest, 'silentStatuses'>> = {},
): Promise<readonly Notification[]> {
  const said: Notification[] = [];
  await fanOut(world, overrides);
  for (const _ of patience('rounds')) {
    const { deliveries } = await claimAll(world, overrides);
    if (deliveries.length === 0) break;
    said.push(...deliveries.map(({ notification }) => notification));
    await settle(world, deliveries, delivered);
  }
  return said;
}

/** Fans out and claims what is due. */
export async function fanOutAndClaim(world: World, overrides: Partial<ClaimRequest> = {}): Promise<Claimed> {
  await fanOut(world, overrides.silentStatuses && { silentStatuses: overrides.silentStatuses });
  return claimAll(world, overrides);
}

/** Marks a child absent, and tells its guardians. */
export async function tellAbsent(world: ContractWorld, child: Child): Promise<void> {
  await markLater(world, child, 'absent');
  await tellAll(world);
}
