import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostMessage, HostRequest } from './process-messages.ts';
import type { Stage } from './stage.ts';

/** A host with its load in a process of its own. Everything asked of it fails once it has exited. */
export interface HostProcess {
  /** Waits until so many further marks are acknowledged. */
  untilAcknowledged(more: number): Promise<void>;
  /** Waits until every client of it has been served, and answers how long that took in milliseconds. */
  untilAllAreServed(): Promise<number>;
  /** Ends its load, hands over the ledger, and answers what was wrong with the load, in words. */
  rest(): Promise<readonly string[]>;
  /** Closes the host, and waits for it to exit by itself. */
  finish(): Promise<void>;
}

/** Starts `fixtures/host-process.ts`, and load on it. */
export async function startHostProcess(
  { database, schools, ledger, telling, onFailure }: Stage,
  { seed }: { readonly seed: number },
): Promise<HostProcess> {
  const script = fileURLToPath(new URL('../fixtures/host-process.ts', import.meta.url));
  const child = fork(script, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  onFailure(() => child.kill('SIGKILL'));
  let complaints = '';
  child.stderr?.on('data', (text) => {
    complaints += text;
  });
  const exited = once(child, 'exit').then(([code, signal]) => `the host exited (${code ?? signal}): ${complaints}`);
  const waiting: ((message: HostMessage) => void)[] = [];
  child.on('message', (message: HostMessage) => {
    if (message.say === 'told') telling.hear(message.notification);
    else waiting.shift()?.(message);
  });
  const ask = async (request: HostRequest): Promise<HostMessage> => {
    const { promise, resolve } = Promise.withResolvers<HostMessage>();
    waiting.push(resolve);
    child.send(request, () => {});
    const answer = await Promise.race([promise, exited]);
    if (typeof answer !== 'string' && answer.say !== 'failed') return answer;
    throw new Error(typeof answer === 'string' ? answer : answer.message);
  };
  await ask({ ask: 'start', url: database.url, schools, seed });
  return {
    untilAcknowledged: async (more) => void (await ask({ ask: 'acknowledge', more })),
    untilAllAreServed: async () => {
      const answer = await ask({ ask: 'serve' });
      return answer.say === 'served' ? answer.afterMs : Number.NaN;
    },
    rest: async () => {
      const answer = await ask({ ask: 'rest' });
      if (answer.say !== 'rested') throw new Error('the host did not hand over its ledger');
      ledger.add(answer.entries);
      return answer.breaches;
    },
    finish: async () => {
      await ask({ ask: 'finish' });
      child.disconnect();
      await exited;
      if (child.exitCode !== 0) throw new Error(await exited);
    },
  };
}
