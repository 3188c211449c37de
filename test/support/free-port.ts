import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Finds a TCP port that nobody listens on, below the range from which systems pick ports of outgoing connections.
 * Inside that range, a client that redials a stopped server can end up connected to itself.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 1; attempt <= 50; attempt++) {
    const port = randomInt(15_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error('found no free port between 15000 and 30000 in 50 attempts');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
