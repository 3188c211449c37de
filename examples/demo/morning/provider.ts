import { type Notification, type Notifier, NotifierError } from 'rollbook';
import { renderNotification } from 'rollbook/messages';

/** A message that the provider took. */
export interface SentMessage {
  /** The message's idempotency key. */
  readonly key: string;
  readonly notification: Notification;
}

/** Stands in for a mail or SMS provider, with its troubles. */
export interface Provider extends Notifier {
  /** The messages that it took, oldest first. */
  readonly sent: readonly SentMessage[];
  /** Prints what each guardian got since the last time, or why not. */
  printNews(): void;
}

/** An address that the school has noted wrongly. */
export const wrongAddress = 'hendra.santoso@example.com';

/** The guardian whose first message meets a provider that is down. */
const unluckyGuardian = 'Nurul Huda';

/** Creates a provider that nobody has used yet. */
export function createProvider(): Provider {
  const sent: SentMessage[] = [];
  const keys: string[] = [];
  let news: string[] = [];
  return {
    sent,
    notify: async (notification, { idempotencyKey: key, attempt }) => {
      if (!keys.includes(key)) keys.push(key);
      const { guardian, kind } = notification;
      const to = `    #${keys.indexOf(key) + 1} to ${guardian.name}, ${kind}, attempt ${attempt}`;
      const trouble = troubleWith(notification, attempt);
      news.push(trouble ? `${to} ✗ ${trouble.message}` : `${to}: ${renderNotification(notification)}`);
      if (trouble) throw trouble;
      sent.push({ key, notification });
    },
    printNews: () => {
      for (const line of news) console.log(line);
      news = [];
    },
  };
}

function troubleWith({ guardian }: Notification, attempt: number): Error | undefined {
  if (guardian.name === unluckyGuardian && attempt === 1) return new Error('the provider does not answer');
  if (addressOf(guardian.contact) === wrongAddress) {
    return new NotifierError(`there is no ${wrongAddress}`, { permanent: true });
  }
  return undefined;
}

/** Contacts are the host's own: rollbook hands over whatever the roster has. */
function addressOf(contact: unknown): unknown {
  return typeof contact === 'object' && contact !== null && 'email' in contact ? contact.email : undefined;
}
