import type { Notification } from 'rollbook';
import { type Place, placeInWords, statusInWords } from './in-words.ts';

/** The fields of a notification that are checked. The notification may have been through JSON. */
export type ToldNotification = Pick<Notification, 'kind' | 'date' | 'session'> & {
  /** The idempotency key, by which a provider knows it. */
  readonly key: string;
  readonly guardian: Pick<Notification['guardian'], 'id'>;
  readonly changes: readonly (Pick<Notification['changes'][number], 'status' | 'previousStatus'> & {
    readonly child: { readonly id: string };
  })[];
  /** The time at which its worker claimed it, in milliseconds of the epoch. `undefined` if nobody knows. */
  readonly claimedAt?: number | undefined;
};

/** The guardian who was told, and the record. */
export interface ToldOf extends Place {
  readonly guardianId: string;
}

/** One change that a guardian was told. */
export interface ToldChange extends ToldOf {
  readonly status: string | null;
  readonly claimedAt: number | undefined;
}

/** Hears every message in the order of sending, and finds messages that must not be there. */
export class Telling {
  readonly #contents = new Map<string, string>();
  readonly #last = new Map<string, { readonly key: string; readonly status: string | null }>();
  readonly #told: ToldChange[] = [];
  /** Messages sent, repeated messages included. */
  messages = 0;
  /** Descriptions of messages whose key had been sent before. */
  readonly repeated: string[] = [];
  /** Descriptions of messages whose key had other content before. */
  readonly contradictory: string[] = [];
  /** Descriptions of changes that their guardian had been told already, under another key. */
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

  /** The status that the guardian was told last. `undefined` if the guardian was told nothing. */
  lastTold(of: ToldOf): string | null | undefined {
    return this.#last.get(subjectOf(of))?.status;
  }

  /** Every change of every message, in the order of sending. */
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
   * True if an earlier content of the delivery got lost on its way to a worker. The next worker cannot know that no
   * guardian heard the earlier content, and has to correct it.
   */
  #followsUnheard(key: string): boolean {
    const [, delivery = '', revision] = /^(.*)\.(\d+)$/.exec(key) ?? [];
    if (revision === undefined) return false;
    const before = Number(revision) - 1;
    return !this.#contents.has(before === 0 ? delivery : `${delivery}.${before}`);
  }
}

/** Describes one change, and the guardian who was told it. */
export function changeInWords(change: ToldChange): string {
  return `guardian ${change.guardianId} was told that ${placeInWords(change)} is ${statusInWords(change.status)}`;
}

function subjectOf({ guardianId, childId, date, session }: ToldOf): string {
  return [guardianId, childId, date, session].join(' ');
}
