import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ToldNotification } from '../check/telling.ts';
import type { HostMessage, HostRequest } from './process-messages.ts';

/** A process that answers one request after the other, and reports each message to a guardian in between. */
export class AskedProcess {
  readonly #child: ChildProcess;
  readonly #waiting: ((message: HostMessage) => void)[] = [];
  readonly #exited: Promise<string>;
  #complaints = '';

  /** The path from the parent of this folder, such as `fixtures/host-process.ts`. */
  constructor(script: string, hear: (notification: ToldNotification) => void) {
    const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
    this.#child = fork(path, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    this.#child.stderr?.on('data', (text) => {
      this.#complaints += text;
    });
    this.#exited = once(this.#child, 'exit').then(([code, signal]) => `${code ?? signal}: ${this.#complaints}`);
    this.#child.on('message', (message: HostMessage) => {
      if (message.say === 'told') hear(message.notification);
      else this.#waiting.shift()?.(message);
    });
  }

  /** Rejects when the process fails to answer, or has exited. */
  async ask(request: HostRequest): Promise<HostMessage> {
    const { promise, resolve } = Promise.withResolvers<HostMessage>();
    this.#waiting.push(resolve);
    this.#child.send(request, () => {});
    const answer = await Promise.race([promise, this.#exited]);
    if (typeof answer === 'string') throw new Error(`the process exited with ${answer}`);
    if (answer.say === 'failed') throw new Error(answer.message);
    return answer;
  }

  /** Disconnects, and waits for the process to exit by itself. Rejects when the process exits with an error. */
  async untilExited(): Promise<void> {
    this.#child.disconnect();
    const end = await this.#exited;
    if (this.#child.exitCode !== 0) throw new Error(`the process exited with ${end}`);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
