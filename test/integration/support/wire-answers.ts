import { type WireMessage, WireMessages } from './wire-messages.ts';

/** What a chunk of a server's answers says. */
export interface HeardAnswers {
  /** Letters of the messages that it completes. */
  readonly types: readonly string[];
  /** Whether a statement, or a whole transaction, is committed by now. */
  readonly hasCommitted: boolean;
}

/** Hears what a server answers on one connection, from when that is open: its own startup doesn't count. */
export class WireAnswers {
  readonly #messages = new WireMessages({ startsWithLetter: true });
  #isOpen = false;
  #hasFailed = false;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  push(chunk: Buffer): HeardAnswers {
    const types: string[] = [];
    let hasCommitted = false;
    for (const message of this.#messages.push(chunk)) {
      if (this.#isOpen) types.push(message.type);
      hasCommitted ||= this.#isCommit(message);
      this.#note(message);
    }
    return { types, hasCommitted };
  }

  /** After `BEGIN`, and in all that follows it, nothing is committed yet; what failed is undone. */
  #isCommit({ type, body }: WireMessage): boolean {
    return this.#isOpen && type === 'Z' && body.toString('latin1') === 'I' && !this.#hasFailed;
  }

  #note({ type }: WireMessage): void {
    if (type === 'E') this.#hasFailed = true;
    if (type !== 'Z') return;
    this.#hasFailed = false;
    this.#isOpen = true;
  }
}
