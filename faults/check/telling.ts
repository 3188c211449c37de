import type { Notification } from 'rollbook';
import { type Place, placeInWords, statusInWords } from './in-words.ts';

/** What is looked at of a notification: it may have been through JSON. */
export type ToldNotification = Pick<Notification, 'kind' | 'date' | 'session'> & {
  /** What a provider knows it by: the idempotency key. */
  readonly key: string;
  readonly guardian: Pick<Notification['guardian'], 'id'>;
  readonly changes: readonly (Pick<Notification['changes'][number], 'status' | 'previousStatus'> & {
    readonly child: { readonly id: string };
  })[];
  /** When its worker asked for it, in milliseconds of the epoch; `undefined` when nobody knows. */
  readonly claimedAt?: number | undefined;
};

/** About whom somebody was told. */
export interface ToldOf extends Place {
  readonly guardianId: string;
}

/** One change that a guardian was told. */
export interface ToldChange extends ToldOf {
  readonly status: string | null;
  readonly claimedAt: number | undefined;
}

/** Hears every message that was sent, in the order in which they were, and finds what must not be among them. */
export class Telling {
  readonly #contents = new Map<string, string>();
  readonly #last = new Map<string, { readonly key: string; readonly status: string | null }>();
  readonly #told: ToldChange[] = [];
  /** Messages sent, repeated ones included. */
  messages = 0;
  /** Messages whose key had been sent before, in words. */
  readonly repeated: string[] = [];
  /** Messages under a key that had other content before, in words. */
  readonly contradictory: string[] = [];
  /** Changes that their guardian had been told already, under another key, in words. */
  readonly toldTwice: string[] = [];

  hear(notification: ToldNotification): void {
    const { key, kind, guardian, changes } = notification;
    const content = JSON.stringify([kind, changes]);
    const known = this.#contents.get(key);
    this.messages += 1;
    const message = `message ${key} to guardian ${guardian.id}`;
    if (known !== undefined) this.repeated.push(message);
    if (known !== undefined && known !== content) this.contradictory.push(`${message} said ${known}, then ${content}`);
    this.#contents.set(key, content);
    for (const { child, status } of changes) this.#hearChange(notification, child.id, status);
  }

  /** @returns  The status that the guardian was told last; `undefined` when nothing was. */
  lastTold(of: ToldOf): string | null | undefined {
    return this.#last.get(subjectOf(of))?.status;
  }

  /** Every change of every message, in the order in which they were sent. */
  get told(): readonly ToldChange[] {
    return this.#told;
  }

  #hearChange(notification: ToldNotification, childId: string, status: string | null): void {
    const { key, guardian, date, session, claimedAt } = notification;
    const of = { guardianId: guardian.id, childId, date, session };
    const subject = subjectOf(of);
    const change = { ...of, status, claimedAt };
    this.#told.push(change);
    const last = this.#last.get(subject);
    if (last && last.status === status && last.key !== key && !this.#followsUnheard(key))
      this.toldTwice.push(`${changeInWords(change)}, by message ${last.key} and then by ${key}`);
    this.#last.set(subject, { key, status });
  }

  /**
   * Whether the delivery said something else before, which got lost on its way to a worker: whoever takes it over
   * cannot know that nobody heard it, and has to correct it.
   */
  #followsUnheard(key: string): boolean {
    const [, delivery = '', revision] = /^(.*)\.(\d+)$/.exec(key) ?? [];
    if (revision === undefined) return false;
    const before = Number(revision) - 1;
    return !this.#contents.has(before === 0 ? delivery : `${delivery}.${before}`);
  }
}

/** One change, and who was told it. */
export function changeInWords(change: ToldChange): string {
  return `guardian ${change.guardianId} was told that ${placeInWords(change)} is ${statusInWords(change.status)}`;
}

function subjectOf({ guardianId, childId, date, session }: ToldOf): string {
  return [guardianId, childId, date, session].join(' ');
}
