import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { WireAnswers } from './wire-answers.ts';
import { WireMessages } from './wire-messages.ts';

/** What has gone over the wire since the connections were open; their own startup doesn't count. */
export interface WireLog {
  /** Letters of what clients sent. */
  readonly sent: string[];
  /** Letters of what the server answered. */
  readonly answered: string[];
  /** Texts of what clients asked for, by Parse or by a simple query. */
  readonly statements: string[];
}

/** What befalls connections together. */
interface Line {
  isSwallowed: boolean;
  readonly clients: Set<Socket>;
}

/** A TCP proxy before a Postgres, which counts what passes and loses what it is told to. */
export class WireProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #log: WireLog = { sent: [], answered: [], statements: [] };
  #repliesToLose = 0;
  #repliesLost = 0;
  #connectionsToRefuse = 0;
  #beforeNextConnection: (() => Promise<void>) | undefined;
  /** Of the connections that there are, and those that come before the next {@link heal}. */
  #line: Line = { isSwallowed: false, clients: new Set() };
  /** Leads through the proxy to the same database. */
  readonly url: string;

  private constructor(server: Server, target: URL) {
    this.#server = server;
    const url = new URL(target);
    url.port = String(toAddress(server).port);
    url.hostname = '127.0.0.1';
    this.url = url.href;
    server.on('connection', (client) => this.#accept(client, target));
  }

  static async start(url: string): Promise<WireProxy> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new WireProxy(server, new URL(url));
  }

  /** How often a client waited for the server: Sync and simple-query messages, each of which asks for a ReadyForQuery. */
  get roundTrips(): number {
    return this.#log.sent.filter((type) => type === 'S' || type === 'Q').length;
  }

  get log(): WireLog {
    return this.#log;
  }

  forget(): void {
    this.#log = { sent: [], answered: [], statements: [] };
  }

  /** Breaks a connection just when the server has answered on it that all is committed, instead of passing that on. */
  loseReplies(count: number): void {
    this.#repliesToLose = count;
  }

  /** How many replies were lost so far. */
  get repliesLost(): number {
    return this.#repliesLost;
  }

  /** From now on nothing passes any more, neither way, though connections stay open and further ones are accepted. */
  swallow(): void {
    this.#line.isSwallowed = true;
  }

  /**
   * Lets further connections through.
   * @param resets  Whether those that {@link swallow} has cut off are reset; else they stay as they are. Default true.
   */
  heal({ resets = true }: { readonly resets?: boolean } = {}): void {
    const { clients } = this.#line;
    this.#line = { isSwallowed: false, clients: new Set() };
    if (!resets) return;
    for (const client of clients) client.resetAndDestroy();
  }

  /** Hangs up on as many connections that are opened from now on. */
  refuseConnections(count: number): void {
    this.#connectionsToRefuse = count;
  }

  /** Runs `work` to its end before the next connection is let through. */
  beforeNextConnection(work: () => Promise<void>): void {
    this.#beforeNextConnection = work;
  }

  /** Breaks every connection there is. */
  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cutConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #accept(client: Socket, target: URL): Promise<void> {
    if (this.#connectionsToRefuse > 0) {
      this.#connectionsToRefuse -= 1;
      client.resetAndDestroy();
      return;
    }
    const work = this.#beforeNextConnection;
    this.#beforeNextConnection = undefined;
    await work?.();
    this.#relay(client, target);
  }

  #relay(client: Socket, target: URL): void {
    const server = connect(Number(target.port), target.hostname);
    const line = this.#line;
    line.clients.add(client);
    client.on('close', () => line.clients.delete(client));
    this.#keep(client, () => server.destroy());
    this.#keep(server, () => line.isSwallowed || client.destroy());
    const requests = new WireMessages({ startsWithLetter: false });
    const answers = new WireAnswers();
    client.on('data', (chunk: Buffer) => {
      if (line.isSwallowed) return;
      for (const { type, body } of requests.push(chunk)) if (answers.isOpen) this.#hearRequest(type, body);
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (line.isSwallowed) return;
      const { types, hasCommitted } = answers.push(chunk);
      this.#log.answered.push(...types);
      if (hasCommitted && this.#isToLose()) client.destroy();
      else client.write(chunk);
    });
  }

  #hearRequest(type: string, body: Buffer): void {
    this.#log.sent.push(type);
    if (type === 'Q') this.#log.statements.push(textAt(body, 0));
    if (type === 'P') this.#log.statements.push(textAt(body, body.indexOf(0) + 1));
  }

  #isToLose(): boolean {
    if (this.#repliesToLose === 0) return false;
    this.#repliesToLose -= 1;
    this.#repliesLost += 1;
    return true;
  }

  #keep(socket: Socket, onClose: () => void): void {
    this.#sockets.add(socket);
    socket.setNoDelay();
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      onClose();
    });
  }
}

function toAddress(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has an address');
  return address;
}

/** The zero-terminated text that begins there. */
function textAt(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start));
}
