import type { Notification, Notifier, NotifyContext } from 'rollbook';

/** An attempt that waits for the test. */
export interface Attempt {
  readonly notification: Notification;
  readonly context: NotifyContext;
  succeed(): void;
  fail(error?: unknown): void;
}

/** A notifier whose attempts end when the test says so, and that takes no notice of their signals. */
export function createHeldNotifier(): Notifier & { readonly attempts: readonly Attempt[] } {
  const attempts: Attempt[] = [];
  return {
    attempts,
    notify: (notification, context) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown = new Error('the test let it fail')) => reject(error);
        attempts.push({ notification, context, succeed: resolve, fail });
      }),
  };
}
