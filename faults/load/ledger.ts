import type { DefaultStatus, Outcome } from 'rollbook';

/** One child's mark as a client sent it. A client that retries sends the same again. */
export interface SentMark {
  /** What the mark is known by: nobody else marks this child under this name. */
  readonly markedBy: string;
  readonly schoolId: string;
  readonly childId: string;
  /** `null` clears. */
  readonly status: DefaultStatus | null;
  /** `undefined`: when it arrives. */
  readonly occurredAt: Date | undefined;
}

/** What its client knows of a mark. */
export interface LedgerEntry extends SentMark {
  /**
   * `open` when it was sent and no answer has told what came of it; `unknown` when its client does not send it again;
   * `kept` when it was only for those without a status, and its child had one.
   */
  readonly state: 'open' | 'acknowledged' | 'refused' | 'unknown' | 'kept';
  /** Of an acknowledged one. */
  readonly outcome?: Outcome;
  /** Of a refused one: why. */
  readonly code?: string;
}

/** What was sent, and what the library said came of it. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  #acknowledged = 0;
  #refused = 0;

  /** Marks that were acknowledged so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Marks that were acknowledged or refused. */
  get answered(): number {
    return this.#acknowledged + this.#refused;
  }

  get entries(): IterableIterator<LedgerEntry> {
    return this.#entries.values();
  }

  /** @returns  `undefined` for a mark that was never sent. */
  find(mark: Pick<SentMark, 'markedBy' | 'childId'>): LedgerEntry | undefined {
    return this.#entries.get(keyOf(mark));
  }

  /** To be called before the mark is sent. */
  send(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'open' });
  }

  /** The library said what it did. */
  acknowledge(mark: SentMark, outcome: Outcome): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'acknowledged', outcome });
    this.#acknowledged += 1;
  }

  /** It was refused for good, or rolled back: it must have no effect. */
  refuse(mark: SentMark, code: string): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'refused', code });
    this.#refused += 1;
  }

  /** Its child kept the status that it had: it must have no effect. */
  keep(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'kept' });
  }

  /** Nobody knows what came of it, and its client gives up: sent again, it would have happened later. */
  giveUp(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'unknown' });
  }

  /** Takes over what a ledger of another process held. */
  add(entries: Iterable<LedgerEntry>): void {
    for (const entry of entries) {
      this.#entries.set(keyOf(entry), entry);
      if (entry.state === 'acknowledged') this.#acknowledged += 1;
      if (entry.state === 'refused') this.#refused += 1;
    }
  }
}

function keyOf({ markedBy, childId }: Pick<SentMark, 'markedBy' | 'childId'>): string {
  return `${markedBy} ${childId}`;
}
