import type { Notification, Notifier, NotifyContext, NotifyResult } from 'rollbook';

/** A notifier that fails until its provider is up again. */
export class FailingProvider implements Notifier {
  readonly #notifier: Notifier;
  /** The key under which a message was first attempted, by its content. */
  readonly #keys = new Map<string, string>();
  isDown = true;
  /** Attempts that failed. */
  failures = 0;
  /** Attempts whose content had been attempted under another key. A provider could not recognise such a repeat. */
  rekeyed = 0;

  /** The notifier to use once the provider is up. */
  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: it answers as the other one does
  async notify(notification: Notification, context: NotifyContext): Promise<NotifyResult | void> {
    this.#compareKeys(notification, context);
    if (!this.isDown) return this.#notifier.notify(notification, context);
    this.failures += 1;
    throw new Error('the provider is down');
  }

  #compareKeys({ guardian, date, session, kind, changes }: Notification, { idempotencyKey }: NotifyContext): void {
    const content = JSON.stringify([guardian.id, date, session, kind, changes]);
    const known = this.#keys.get(content) ?? idempotencyKey;
    if (known !== idempotencyKey) this.rekeyed += 1;
    this.#keys.set(content, known);
  }
}
