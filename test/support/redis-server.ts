import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpAtExit } from './clean-up-at-exit.ts';
import { findFreePort } from './free-port.ts';

/** A throwaway Redis of this process's own, in memory only and reachable from this machine only. */
export interface RedisServer {
  readonly port: number;
  /** Stops the process by a signal. Connections stay open, and nothing is answered until `resume`. */
  pause(): void;
  resume(): void;
  /** Kills the process by `kill -9` and deletes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the `redis-server` of this machine.
 * @returns  `undefined` where there is none.
 */
export async function startRedis(): Promise<RedisServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-redis-'));
  const port = await findFreePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', flags, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const forget = cleanUpAtExit(folder, () => child.kill('SIGKILL'));
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
    forget();
  };
  if (await isReady(child)) {
    return { port, pause: () => child.kill('SIGSTOP'), resume: () => child.kill('SIGCONT'), stop };
  }
  await stop();
  return undefined;
}

/** False when the process could not be started, or has exited. */
function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let log = '';
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000);
      if (log.includes('Ready to accept connections')) resolve(true);
    });
  });
}
