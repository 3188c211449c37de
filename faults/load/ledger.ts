import type { DefaultStatus, Outcome } from 'rollbook';

/** One child's mark as a client sent it. A client that retries sends the same mark again. */
export interface SentMark {
  /** The name that identifies the mark. No other mark of this child has it. */
  readonly markedBy: string;
  readonly schoolId: string;
  readonly childId: string;
  /** `null` clears. */
  readonly status: DefaultStatus | null;
  /** `undefined` for a mark that happens when it arrives. */
  readonly occurredAt: Date | undefined;
}

/** A mark, and what its client knows of it. */
export interface LedgerEntry extends SentMark {
  /**
   * The state of the mark. `open`: it was sent, and no answer says what came of it. `unknown`: its client does not send
   * it again. `kept`: it was only for children without a status, and its child had one.
   */
  readonly state: 'open' | 'acknowledged' | 'refused' | 'unknown' | 'kept';
  /** The outcome of an acknowledged mark. */
  readonly outcome?: Outcome;
  /** The error code of a refused mark. */
  readonly code?: string;
}

/** The marks that were sent, and the library's answers. */
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

  /** Notes a mark, before it is sent. */
  send(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'open' });
  }

  /** Notes the outcome of a mark. */
  acknowledge(mark: SentMark, outcome: Outcome): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'acknowledged', outcome });
    this.#acknowledged += 1;
  }

  /** Notes that a mark was refused for good, or rolled back. The mark must have no effect. */
  refuse(mark: SentMark, code: string): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'refused', code });
    this.#refused += 1;
  }

  /** Notes that a child kept the status that it had. The mark must have no effect. */
  keep(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'kept' });
  }

  /**
   * Notes that a client gives up a mark of unknown state. If the client sent the mark again, it would have happened
   * later.
   */
  giveUp(mark: SentMark): void {
    this.#entries.set(keyOf(mark), { ...mark, state: 'unknown' });
  }

  /** Takes over the entries of another process's ledger. */
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
