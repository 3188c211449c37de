import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Claim, ClaimedDelivery, ClaimRequest, Lease, Notification, Settlement } from 'rollbook';
import { type Belief, whatToTell } from './belief.ts';
import { linkKey } from './cast.ts';
import type { Settings } from './steps.ts';

/** A worker's hold, as far as anybody can know. */
interface Hold {
  readonly delivery: ClaimedDelivery;
  readonly token: string;
  until: number;
  /** What was believed before, for a message that is handed back unsent. */
  readonly before: Map<string, Belief | undefined>;
}

/** One message as its worker got it. */
export interface Said {
  readonly id: string;
  readonly attempt: number;
  readonly kind: string;
  readonly changes: readonly string[];
}

/** What is there, looked up when a claim has answered. */
export interface Truth {
  /** By `changeKey`. */
  readonly statusOf: (notification: Notification, childId: string) => string | null;
  readonly isLinked: (link: string) => boolean;
}

/** Follows every claim and settlement, and checks what can be checked at once. */
export class Ledger {
  /** By `changeKey`. */
  readonly beliefs = new Map<string, Belief>();
  /** Each guardian's day and session, in the order of the claims. */
  readonly said = new Map<string, Said[]>();
  readonly #settings: Settings;
  readonly #holds = new Map<string, Hold>();
  readonly #contents = new Map<string, string>();
  readonly #attempts = new Map<string, number>();
  readonly #delivered = new Set<string>();
  readonly #waiting = new Map<string, Notification>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  onClaim(request: ClaimRequest, claim: Claim, truth: Truth): void {
    ok(claim.deliveries.length <= request.maxDeliveries, 'as many as asked for');
    for (const delivery of claim.deliveries) this.#onDelivery(request, delivery, truth);
    for (const { id } of claim.dead) this.onDrop(id);
  }

  /** To be called before the store is asked. @returns the ids that it has to accept. */
  onSettle(settlements: readonly Settlement[]): string[] {
    return settlements.filter((settlement) => this.#onSettlement(settlement)).map(({ lease }) => lease.id);
  }

  onRenew(leases: readonly Lease[], until: number): string[] {
    return leases.flatMap(({ id, token }) => {
      const hold = this.#holdOf(id, token);
      if (hold) hold.until = until;
      return hold ? [id] : [];
    });
  }

  /** What failed and waits for its next attempt. */
  get waiting(): readonly Notification[] {
    return [...this.#waiting.values()];
  }

  /** What is held, for all that anybody knows, and until when. */
  get held(): readonly { readonly lease: Lease; readonly until: number }[] {
    return [...this.#holds.values()].map(({ delivery, until }) => ({ lease: delivery.lease, until }));
  }

  /** To be called of a delivery that nobody holds any more. */
  onDrop(id: string): void {
    for (const [thread, { delivery }] of this.#holds) if (delivery.lease.id === id) this.#holds.delete(thread);
  }

  onRetry(id: string): void {
    this.#attempts.delete(id);
  }

  onArrival(notification: Notification): void {
    this.#update(notification, (belief) => ({ ...belief, hasArrived: true }));
  }

  /** Nothing is known of the child any more, nor to whom it was told. */
  onErasure(childId: string): void {
    for (const beliefs of [this.beliefs, ...[...this.#holds.values()].map(({ before }) => before)]) {
      for (const key of beliefs.keys()) if (key.endsWith(childId)) beliefs.delete(key);
    }
    this.#waiting.clear();
    for (const [id, content] of this.#contents) this.#contents.set(id, withoutChild(content, childId));
  }

  #onDelivery(request: ClaimRequest, delivery: ClaimedDelivery, truth: Truth): void {
    const { lease, notification, attempt } = delivery;
    const thread = threadKey(notification);
    this.#expectFree(thread, request);
    this.#waiting.delete(thread);
    deepEqual([lease.token, notification.id], [request.leaseToken, lease.id]);
    ok(!this.#delivered.has(lease.id), `${lease.id} was delivered already`);
    this.#expectAttempt(lease.id, attempt);
    expectKind(notification);
    const before = new Map(notification.changes.map(({ child }) => beliefOf(this.beliefs, notification, child.id)));
    for (const change of notification.changes) this.#onChange(notification, change, truth);
    this.#expectContent(notification);
    this.#holds.set(thread, { delivery, token: lease.token, until: request.now.getTime() + request.leaseMs, before });
    this.said.set(thread, [...(this.said.get(thread) ?? []), toSaid(delivery)]);
  }

  /** One message is under way at a time, and what a worker let go of without a word is for a claim of suspects only. */
  #expectFree(thread: string, { now, suspects }: ClaimRequest): void {
    const hold = this.#holds.get(thread);
    ok(hold === undefined || hold.until <= now.getTime(), `${thread} is held already`);
    equal(suspects, hold !== undefined, `${thread}: whether the last worker vanished`);
  }

  #expectAttempt(id: string, attempt: number): void {
    deepEqual({ id, attempt }, { id, attempt: (this.#attempts.get(id) ?? 0) + 1 });
    ok(attempt <= this.#settings.maxAttempts, `attempt ${attempt} of ${id}`);
    this.#attempts.set(id, attempt);
  }

  #onChange(notification: Notification, change: Notification['changes'][number], truth: Truth): void {
    const { child, status, previousStatus = null } = change;
    const delivery = deliveryOf(notification.id);
    const [key, belief] = beliefOf(this.beliefs, notification, child.id);
    const link = linkKey(notification.school.id, child.id, notification.guardian.id);
    ok(truth.isLinked(link), `${key} is not on the roster`);
    const current = truth.statusOf(notification, child.id);
    const expected = whatToTell(current, belief, this.#settings.silent, delivery);
    deepEqual({ key, telling: { status, previousStatus } }, { key, telling: expected });
    const isAgain = belief?.delivery === delivery && belief.status === status;
    const hasArrived = isAgain && belief.hasArrived;
    this.beliefs.set(key, { status, previousStatus, delivery, isConfirmed: false, hasArrived });
  }

  /** One id, one content; and one content twice only where what was said in between differs. */
  #expectContent(notification: Notification): void {
    const content = contentOf(notification);
    const known = this.#contents.get(notification.id);
    if (known !== undefined) deepEqual({ id: notification.id, content }, { id: notification.id, content: known });
    this.#contents.set(notification.id, content);
  }

  #onSettlement(settlement: Settlement): boolean {
    const { id, token } = settlement.lease;
    const hold = this.#holdOf(id, token);
    if (!hold) return false;
    const { notification } = hold.delivery;
    this.#holds.delete(threadKey(notification));
    if (settlement.outcome === 'failed') this.#waiting.set(threadKey(notification), notification);
    if (settlement.outcome === 'delivered') {
      this.#delivered.add(id);
      this.#update(notification, (belief) => ({ ...belief, isConfirmed: true }));
    }
    if (settlement.outcome === 'released') this.#release(id, hold, settlement.isUnsent);
    return true;
  }

  #release(id: string, { before, delivery }: Hold, isUnsent: boolean): void {
    this.#attempts.set(id, delivery.attempt - 1);
    if (!isUnsent) return;
    this.#contents.delete(id);
    for (const [key, belief] of before) {
      if (belief) this.beliefs.set(key, belief);
      else this.beliefs.delete(key);
    }
  }

  #holdOf(id: string, token: string): Hold | undefined {
    return [...this.#holds.values()].find((hold) => hold.delivery.lease.id === id && hold.token === token);
  }

  #update(notification: Notification, change: (belief: Belief) => Belief): void {
    for (const { child, status } of notification.changes) {
      const [key, belief] = beliefOf(this.beliefs, notification, child.id);
      if (belief?.delivery === deliveryOf(notification.id) && belief.status === status) {
        this.beliefs.set(key, change(belief));
      }
    }
  }
}

function beliefOf(beliefs: ReadonlyMap<string, Belief>, notification: Notification, childId: string) {
  const key = `${threadKey(notification)} ${childId}`;
  return [key, beliefs.get(key)] as const;
}

function threadKey({ school, guardian, date, session }: Notification): string {
  return [school.id, guardian.id, date, session].join(' ');
}

function deliveryOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}

function changeTexts({ changes }: Notification): string[] {
  return changes.map(
    ({ child, status, previousStatus = null, occurredAt, markedBy }) =>
      `${child.id} ${status} after ${previousStatus} at ${occurredAt.toISOString()} by ${markedBy}`,
  );
}

function contentOf(notification: Notification): string {
  return changeTexts(notification).join('\n');
}

function withoutChild(content: string, childId: string): string {
  return content
    .split('\n')
    .filter((line) => !line.startsWith(childId))
    .join('\n');
}

function toSaid({ notification, attempt }: ClaimedDelivery): Said {
  return { id: notification.id, attempt, kind: notification.kind, changes: changeTexts(notification) };
}

function expectKind({ kind, changes }: Notification): void {
  ok(changes.length > 0, 'a message without changes');
  const isCleared = changes.every(({ status }) => status === null);
  const isFirst = changes.every(({ previousStatus = null }) => previousStatus === null);
  equal(kind, isCleared ? 'cleared' : isFirst ? 'marked' : 'corrected');
}
