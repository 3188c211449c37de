import type { Notification, Notifier, NotifyContext } from 'rollbook';

/** A notifier that fails until its provider is up again. */
export class FailingProvider implements Notifier {
  readonly #notifier: Notifier;
  isDown = true;
  /** Attempts that failed. */
  failures = 0;

  /** @param notifier  What it is once it is up. */
  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  async notify(notification: Notification, context: NotifyContext): Promise<void> {
    if (!this.isDown) return this.#notifier.notify(notification, context);
    this.failures += 1;
    throw new Error('the provider is down');
  }
}
