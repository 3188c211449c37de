import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Claim, ClaimedDelivery, ClaimRequest, Lease, Notification, NotifiedChange, Settlement } from 'rollbook';
import { type Belief, whatToTell } from './belief.ts';
import { linkKey } from './cast.ts';
import type { Settings } from './steps.ts';

/** A worker's hold, as far as anybody can know. */
interface Hold {
  readonly delivery: ClaimedDelivery;
  readonly token: string;
  until: number;
  /** The beliefs before it, for a message that is handed back unsent, or left out. */
  readonly before: Map<string, Belief | undefined>;
  /** The sessions and children that it tells of, without those erased since. */
  about: readonly { readonly session: string; readonly childId: string }[];
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
  readonly statusOf: (notification: Notification, change: NotifiedChange) => string | null;
  readonly isLinked: (link: string) => boolean;
}

/** Follows every claim and settlement, and checks what can be checked at once. */
export class Ledger {
  /** By `changeKey`. */
  readonly beliefs = new Map<string, Belief>();
  /** Keys of beliefs that the notifier left out last. */
  readonly skipped = new Set<string>();
  /** Each guardian's day and sessions, in the order of the claims. */
  readonly said = new Map<string, Said[]>();
  readonly #settings: Settings;
  /** By delivery, as `#waiting`. */
  readonly #holds = new Map<string, Hold>();
  readonly #contents = new Map<string, string>();
  readonly #attempts = new Map<string, number>();
  readonly #delivered = new Set<string>();
  readonly #waiting = new Map<string, Notification>();
  /** Records that were changed on their own day, of which somebody may not have been told yet; by `placeKey`. */
  readonly #openNews = new Set<string>();

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

  /** Tells whether nothing was told after a message of what it says of a child and session. */
  isLastWord(notification: Notification, change: NotifiedChange): boolean {
    return beliefOf(this.beliefs, notification, change)[1]?.delivery === deliveryOf(notification.id);
  }

  /** What is held, for all that anybody knows, and until when. */
  get held(): readonly { readonly lease: Lease; readonly until: number }[] {
    return [...this.#holds.values()].map(({ delivery, until }) => ({ lease: delivery.lease, until }));
  }

  /** To be called of a delivery that nobody holds any more. */
  onDrop(id: string): void {
    for (const [key, { delivery }] of this.#holds) if (delivery.lease.id === id) this.#holds.delete(key);
  }

  /** A record was changed on its own day. */
  onNews(place: string): void {
    this.#openNews.add(place);
  }

  /** Nothing is left to tell: what was changed on its own day is known to all whom it concerns. */
  onQuiet(): void {
    this.#openNews.clear();
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
    for (const hold of this.#holds.values()) hold.about = hold.about.filter((about) => about.childId !== childId);
    this.#waiting.clear();
    for (const [id, content] of this.#contents) this.#contents.set(id, withoutChild(content, childId));
  }

  #onDelivery(request: ClaimRequest, delivery: ClaimedDelivery, truth: Truth): void {
    const { lease, notification, attempt } = delivery;
    const key = deliveryOf(lease.id);
    const about = notification.changes.map(({ session, child }) => ({ session, childId: child.id }));
    this.#expectFree(delivery, request);
    this.#waiting.delete(key);
    deepEqual([lease.token, notification.id], [request.leaseToken, lease.id]);
    ok(!this.#delivered.has(lease.id), `${lease.id} was delivered already`);
    this.#expectAttempt(lease.id, attempt);
    expectKind(notification);
    const before = new Map(notification.changes.map((change) => beliefOf(this.beliefs, notification, change)));
    for (const change of notification.changes) this.#onChange(notification, change, truth);
    this.#expectContent(notification);
    const until = request.now.getTime() + request.leaseMs;
    this.#holds.set(key, { delivery, token: lease.token, until, before, about });
    const sessions = [...new Set(about.map(({ session }) => session))].join(' and ');
    const heard = `${dayKey(notification)} ${sessions}`;
    this.said.set(heard, [...(this.said.get(heard) ?? []), toSaid(delivery)]);
  }

  /**
   * One message of a session is under way at a time. A message that a worker let go of without a word is for a claim of
   * suspects only.
   */
  #expectFree({ lease, notification }: ClaimedDelivery, { now, suspects }: ClaimRequest): void {
    const key = deliveryOf(lease.id);
    const own = this.#holds.get(key);
    ok(own === undefined || own.until <= now.getTime(), `${key} is held already`);
    equal(suspects, own !== undefined, `${key}: whether the last worker vanished`);
    const sessions = notification.changes.map(({ session }) => session);
    const rivals = [...this.#holds].filter(
      ([other, { delivery, about }]) =>
        other !== key &&
        dayKey(delivery.notification) === dayKey(notification) &&
        about.some(({ session }) => sessions.includes(session)),
    );
    deepEqual({ key, heldUpBy: rivals.map(([other]) => other) }, { key, heldUpBy: [] });
  }

  #expectAttempt(id: string, attempt: number): void {
    deepEqual({ id, attempt }, { id, attempt: (this.#attempts.get(id) ?? 0) + 1 });
    ok(attempt <= this.#settings.maxAttempts, `attempt ${attempt} of ${id}`);
    this.#attempts.set(id, attempt);
  }

  #onChange(notification: Notification, change: NotifiedChange, truth: Truth): void {
    const { child, session, status, previousStatus = null } = change;
    const delivery = deliveryOf(notification.id);
    const [key, belief] = beliefOf(this.beliefs, notification, change);
    const link = linkKey(notification.school.id, child.id, notification.guardian.id);
    ok(truth.isLinked(link), `${key} is not on the roster`);
    const place = [notification.school.id, notification.date, session, child.id].join(' ');
    const isFirst = belief === undefined || (belief.status === null && belief.isConfirmed);
    if (isFirst) ok(this.#openNews.has(place), `${key} is told of an earlier day, of which they were told nothing`);
    const current = truth.statusOf(notification, change);
    const expected = whatToTell(current, belief, this.#settings.silent, delivery);
    deepEqual({ key, telling: { status, previousStatus } }, { key, telling: expected });
    const isAgain = belief?.delivery === delivery && belief.status === status;
    const hasArrived = isAgain && belief.hasArrived;
    this.beliefs.set(key, { status, previousStatus, delivery, isConfirmed: false, hasArrived });
    this.skipped.delete(key);
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
    this.#holds.delete(deliveryOf(id));
    if (settlement.outcome === 'failed') this.#waiting.set(deliveryOf(id), notification);
    if (settlement.outcome === 'delivered') {
      this.#delivered.add(id);
      this.#update(notification, (belief) => ({ ...belief, isConfirmed: true }));
    }
    if (settlement.outcome === 'released') this.#attempts.set(id, hold.delivery.attempt - 1);
    if ('isUnsent' in settlement && settlement.isUnsent) this.#takeBack(id, hold);
    if (settlement.outcome === 'skipped') this.#skip(notification);
    return true;
  }

  #skip(notification: Notification): void {
    for (const change of notification.changes) this.skipped.add(beliefOf(this.beliefs, notification, change)[0]);
  }

  /** Nothing of it was said. */
  #takeBack(id: string, { before }: Hold): void {
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
    for (const told of notification.changes) {
      const [key, belief] = beliefOf(this.beliefs, notification, told);
      if (belief?.delivery === deliveryOf(notification.id) && belief.status === told.status) {
        this.beliefs.set(key, change(belief));
      }
    }
  }
}

function beliefOf(
  beliefs: ReadonlyMap<string, Belief>,
  notification: Notification,
  { session, child }: Pick<NotifiedChange, 'session' | 'child'>,
) {
  const key = `${dayKey(notification)} ${session} ${child.id}`;
  return [key, beliefs.get(key)] as const;
}

function dayKey({ school, guardian, date }: Notification): string {
  return [school.id, guardian.id, date].join(' ');
}

function deliveryOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}

function changeTexts({ changes }: Notification): string[] {
  return changes.map(
    ({ child, session, status, previousStatus = null, occurredAt, markedBy }) =>
      `${child.id} ${session} ${status} after ${previousStatus} at ${occurredAt.toISOString()} by ${markedBy}`,
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
