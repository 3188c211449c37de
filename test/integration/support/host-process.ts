import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A host in a process of its own. */
export interface HostProcess {
  /** Tells it one thing to do, and waits for its answer; `exited` when it has no longer any. */
  tell(command: 'mark' | 'load' | 'settle'): Promise<string>;
  /** Tells it that nothing more will come, and waits for it to exit by itself. */
  finish(): Promise<{ readonly exitCode: unknown; readonly complaints: string }>;
}

/** Starts `fixtures/host-process.ts` on a database. */
export function startHostProcess(url: string, connection: 'pool' | 'db', childIds: readonly string[]): HostProcess {
  const loader = new URL('../fixtures/resolve-source.ts', import.meta.url).href;
  const script = fileURLToPath(new URL('../fixtures/host-process.ts', import.meta.url));
  const options = ['--disable-warning=ExperimentalWarning', '--import', loader];
  const child = spawn(process.execPath, [...options, script, url, connection, ...childIds]);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  child.stdin.on('error', () => {});
  return {
    tell: async (command) => {
      child.stdin.write(`${command}\n`);
      const { value } = await lines.next();
      return value ?? `exited: ${complaints}`;
    },
    finish: async () => {
      child.stdin.end();
      const [exitCode] = await exited;
      return { exitCode, complaints };
    },
  };
}
