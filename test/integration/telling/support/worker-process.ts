import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../support/wait-until.ts';

/** When a worker meets its fate, and what that is. */
export interface Fate {
  readonly fate: 'die' | 'pause';
  readonly moment: 'claim' | 'send' | 'acknowledgement' | 'never';
  readonly leaseMs: number;
}

/** A worker in a process of its own. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  /** What it has said, line by line. */
  readonly lines: readonly string[];
  /** Resolves with the signal that ended it; `null` when it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Says a line to it. */
  tell(line: string): void;
  /** Resolves once the operating system has stopped it. */
  untilPaused(): Promise<void>;
  /** Lets it go on after a pause. */
  resume(): void;
  /** Asks it to stop, and waits for it to end by itself. */
  stop(): Promise<void>;
}

/** Starts `fixtures/worker-process.ts` on a database. */
export function startWorkerProcess(url: string, { fate, moment, leaseMs }: Fate): WorkerProcess {
  const loader = new URL('../../fixtures/resolve-source.ts', import.meta.url).href;
  const script = fileURLToPath(new URL('../../fixtures/worker-process.ts', import.meta.url));
  const options = ['--disable-warning=ExperimentalWarning', '--import', loader];
  return watchWorker(spawn(process.execPath, [...options, script, url, fate, moment, String(leaseMs)]));
}

/** Listens to a worker's process, which ends by itself when its stdin does. */
export function watchWorker(child: ChildProcessWithoutNullStreams): WorkerProcess {
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (text) => lines.push(`complaint: ${text}`));
  child.stdin.on('error', () => {});
  const ended = once(child, 'exit').then(([, signal]) => signal);
  return {
    process: child,
    lines,
    ended,
    tell: (line) => void child.stdin.write(`${line}\n`),
    untilPaused: () => waitUntil('the worker is paused', async () => (await stateOf(child.pid)) === 'T'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.stdin.end('\n');
      await ended;
    },
  };
}

/** The state of a process as Linux has it: `T` when stopped by a signal. */
async function stateOf(pid = 0): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2)[0];
}
