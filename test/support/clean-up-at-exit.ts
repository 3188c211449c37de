import { existsSync, rmSync } from 'node:fs';
import { constants } from 'node:os';

const pending = new Map<string, () => void>();

/**
 * Has a process stopped and its folder deleted if this process exits first.
 * @param kill  Stops the process. The function must not wait, as nothing asynchronous runs any more at exit.
 * @returns     A function that cancels the clean-up, to be called once it is done.
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

/** A signal ends a process without its `exit` event. If others listen for the signal, they decide when to exit. */
function exitUnlessHandled(signal: (typeof signals)[number]): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

function cleanUp(): void {
  for (const [folder, kill] of pending) {
    kill();
    deleteFolder(folder);
  }
}

/**
 * Deletes the folder, repeatedly. `rmSync` gives up without an error when the dying server deletes files at the same
 * time.
 */
function deleteFolder(folder: string): void {
  for (let attempt = 1; attempt <= 50 && existsSync(folder); attempt++) {
    rmSync(folder, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}
