import { isAttendanceError } from '../domain/errors.js';
import { closed } from '../input/refusals.js';
import { defaultGraceMs, type TellingParts } from './notification-options.js';
import type { Notifications } from './notifications.js';
import type { Service } from './service.js';

/** `Notifications`, and methods that only the front door may call. */
export interface WiredNotifications {
  readonly notifications: Notifications;
  /** Makes a started worker look for the jobs of a mark. Never throws. */
  nudge(): void;
  /** Stops, and refuses further calls. */
  close(): Promise<void>;
}

/**
 * Wires telling guardians. Begins nothing, and loads the delivering parts when they are first needed: a process that
 * only marks carries none of them. A refused `stop` stops nothing, nor a start that is going on.
 */
export function createNotifications(parts: TellingParts): WiredNotifications {
  let isClosed = false;
  let stops = 0;
  let service: Service | undefined;
  let loading: Promise<Service> | undefined;
  const load = () => {
    loading ??= import('./service.js').then((loaded) => {
      service = new loaded.Service(parts);
      return service;
    });
    return loading;
  };
  const requireOpen = () => {
    if (isClosed) throw closed();
  };
  const open = async () => {
    requireOpen();
    return load();
  };
  const openStopped = async () => {
    const opened = await open();
    await opened.untilStopped();
    requireOpen();
    return opened;
  };
  return {
    notifications: {
      start: async () => {
        requireOpen();
        const stopsBefore = stops;
        await requireStore(parts);
        const opened = await openStopped();
        if (stops === stopsBefore) opened.start();
      },
      stop: async (options) => {
        stops += 1;
        const loaded = service ?? (await load());
        try {
          await loaded.stop(loaded.readStopOptions(options).graceMs);
        } catch (error) {
          stops -= 1;
          throw error;
        }
      },
      drain: async () => (await openStopped()).drain(),
      process: async (id) => (await openStopped()).process(id),
      deadLetters: async (query) => (await open()).deadLetters(query),
      retryDeadLetter: async (id) => (await open()).retryDeadLetter(id),
      stats: async () => {
        requireOpen();
        return parts.repository.outbox.stats({ now: parts.clock.now() });
      },
    },
    nudge: () => service?.nudge(),
    close: async () => {
      isClosed = true;
      await (await loading)?.stop(defaultGraceMs);
    },
  };
}

/**
 * Rejects for a store that another try will not mend, such as one without tables: a worker could only log that. A store
 * that cannot be reached may come yet.
 */
async function requireStore({ repository }: TellingParts): Promise<void> {
  try {
    await repository.outbox.deadLetters({ limit: 1 });
  } catch (error) {
    if (isAttendanceError(error, 'repository_failed') || isAttendanceError(error, 'schema_outdated')) throw error;
  }
}
