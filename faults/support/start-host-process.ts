import { AskedProcess } from './asked-process.ts';
import type { Stage } from './stage.ts';

/** A host with its load in a process of its own. Every request fails once the process has exited. */
export interface HostProcess {
  /** Waits until so many further marks are acknowledged. */
  untilAcknowledged(more: number): Promise<void>;
  /** Waits until every client has been served, and resolves to the time that this took in milliseconds. */
  untilAllAreServed(): Promise<number>;
  /** Ends the load, hands over the ledger, and resolves to descriptions of the load's errors. */
  rest(): Promise<readonly string[]>;
  /** Closes the host, and waits for its process to exit by itself. */
  finish(): Promise<void>;
}

/** Starts `fixtures/host-process.ts`, and load on it. */
export async function startHostProcess(
  { database, schools, ledger, telling, onFailure }: Stage,
  { seed }: { readonly seed: number },
): Promise<HostProcess> {
  const host = new AskedProcess('fixtures/host-process.ts', (notification) => telling.hear(notification));
  onFailure(() => host.kill());
  await host.ask({ ask: 'start', url: database.url, schools, seed });
  return {
    untilAcknowledged: async (more) => void (await host.ask({ ask: 'acknowledge', more })),
    untilAllAreServed: async () => {
      const answer = await host.ask({ ask: 'serve' });
      return answer.say === 'served' ? answer.afterMs : Number.NaN;
    },
    rest: async () => {
      const answer = await host.ask({ ask: 'rest' });
      if (answer.say !== 'rested') throw new Error('the host did not hand over its ledger');
      ledger.add(answer.entries);
      return answer.breaches;
    },
    finish: async () => {
      await host.ask({ ask: 'finish' });
      await host.untilExited();
    },
  };
}
