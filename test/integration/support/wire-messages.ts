/** One message of Postgres's protocol. */
export interface WireMessage {
  /** Its letter, such as `S` (Sync, from a client) or `Z` (ReadyForQuery, from a server); empty for a startup message. */
  readonly type: string;
  readonly body: Buffer;
}

/** Cuts one direction of a connection into messages. A client's first message has no letter. */
export class WireMessages {
  #rest: Buffer = Buffer.alloc(0);
  #isStarted: boolean;

  constructor({ startsWithLetter }: { readonly startsWithLetter: boolean }) {
    this.#isStarted = startsWithLetter;
  }

  /** The messages that this chunk completes. */
  push(chunk: Buffer): WireMessage[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: WireMessage[] = [];
    for (let message = this.#take(); message; message = this.#take()) messages.push(message);
    return messages;
  }

  #take(): WireMessage | undefined {
    const letters = this.#isStarted ? 1 : 0;
    if (this.#rest.length < letters + 4) return undefined;
    const end = letters + this.#rest.readInt32BE(letters);
    if (this.#rest.length < end) return undefined;
    const type = this.#rest.toString('latin1', 0, letters);
    const body = this.#rest.subarray(letters + 4, end);
    this.#rest = this.#rest.subarray(end);
    this.#isStarted = true;
    return { type, body };
  }
}
