import { rmSync } from 'node:fs';
import { constants } from 'node:os';

const pending = new Map<string, () => void>();

/**
 * Has a process stopped and its folder deleted should this process exit first.
 * @param kill  Must not wait: nothing asynchronous runs any more at exit.
 * @returns     Call it once that is done, to have it forgotten.
 */
export function cleanUpAtExit(folder: string, kill: () => void): () => void {
  if (pending.size === 0) watchExit();
  pending.set(folder, kill);
  return () => {
    pending.delete(folder);
    if (pending.size === 0) unwatchExit();
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watchExit(): void {
  process.on('exit', cleanUp);
  for (const signal of signals) process.on(signal, exitUnlessHandled);
}

function unwatchExit(): void {
  process.off('exit', cleanUp);
  for (const signal of signals) process.off(signal, exitUnlessHandled);
}

/** A signal ends a process without its `exit` event; whoever else listens decides for themselves when to exit. */
function exitUnlessHandled(signal: (typeof signals)[number]): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

function cleanUp(): void {
  for (const [folder, kill] of pending) {
    kill();
    // Retried, since the dying server still deletes files of its own.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
