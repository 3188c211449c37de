import { connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Passes on what it receives, `delayMs` later. The proxy has a thread of its own, so that a busy benchmark does not
 * delay it further.
 */
const { host, port, delayMs }: { host: string; port: number; delayMs: number } = workerData;

const server = createServer((client) => {
  const upstream = connect(port, host);
  relay(client, upstream);
  relay(upstream, client);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));

/** Timers of one duration fire in the order in which they were set, so no chunk overtakes another. */
function relay(from: Socket, to: Socket): void {
  from.setNoDelay();
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('error', () => to.destroy());
}
