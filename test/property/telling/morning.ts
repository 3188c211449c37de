import { type Attendance, createAttendance, isAttendanceError, isStatusChange, type Outcome } from 'rollbook';
import { addDays } from 'rollbook/rules';
import { TestClock } from '../clock.ts';
import { childIdOf, keyOfLink, links, rosterWithout, schoolIdOf, startsAt, zoneOf } from './cast.ts';
import { uuidOf } from './dice.ts';
import { HandWorker } from './hand-worker.ts';
import { Ledger } from './ledger.ts';
import { createScriptedNotifier, type ScriptedNotifier } from './scripted-notifier.ts';
import type { Stage } from './stage.ts';
import { leaseMs, type Settings, type Status } from './steps.ts';
import { lookUpIn } from './truth.ts';
import { forgetDropped, type LookUp, watchOutbox } from './watch-outbox.ts';

export type Office = Attendance<Status, Session>;

/** The place and day of a record. */
export interface Place {
  readonly schoolId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
}

/** On its own day; later, but in time to correct who was told something else; or when nobody is told any more. */
export type LastChange = 'on its day' | 'in time' | 'too late';

/** A school's day and session. */
export type Day = Omit<Place, 'childId' | 'session'> & { readonly session: Session };
type Session = (typeof sessions)[number];
const sessions = ['am', 'pm'] as const;

/** Two offices that deliver, one that hands over to a queue, and two workers whose every move is made by hand. */
export class Morning {
  readonly clock = new TestClock(startsAt);
  readonly ledger: Ledger;
  readonly lookUp: LookUp;
  readonly notifier: ScriptedNotifier;
  readonly offices: readonly Office[];
  readonly handing: Office;
  readonly hands: readonly HandWorker[];
  /** What the queue was given. */
  readonly queued: string[] = [];
  /** When the status of each record was last changed, by `placeKey`. */
  readonly lastChanges = new Map<string, LastChange>();
  /**
   * Records that were changed on their own day to a status worth telling, and to nothing else since: whenever it
   * comes to telling of it, there is something to tell.
   */
  readonly worthTelling = new Set<string>();
  /** Schools' days and sessions that were marked. */
  readonly days = new Map<string, Day>();
  readonly linksGone = new Set<string>();
  /** Who has come or gone at any time. */
  readonly linksMoved = new Set<string>();
  readonly #stage: Stage;
  readonly #settings: Settings;

  constructor(stage: Stage, settings: Settings) {
    this.#stage = stage;
    this.#settings = settings;
    this.ledger = new Ledger(settings);
    const onArrival = this.ledger.onArrival.bind(this.ledger);
    this.notifier = createScriptedNotifier(onArrival);
    this.lookUp = lookUpIn(stage.repository, this.clock, (link) => !this.linksGone.has(link));
    const outbox = watchOutbox(stage.repository.outbox, this.ledger, this.lookUp);
    const options = { ...toOptions(settings), repository: { ...stage.repository, outbox }, clock: this.clock };
    this.offices = [0, 1].map(() => createAttendance({ ...options, notifier: this.notifier }));
    const enqueue = async ({ jobId }: { readonly jobId: string }) => void this.queued.push(jobId);
    this.handing = createAttendance({ ...options, queue: { enqueue } });
    this.hands = [0, 1].map(() => new HandWorker(outbox, this.clock, settings, onArrival));
  }

  get office(): Office {
    return this.officeOf(0);
  }

  officeOf(number: number): Office {
    return this.offices[number] ?? this.handing;
  }

  async begin(): Promise<void> {
    await this.#stage.setRoster(rosterWithout(this.linksGone));
  }

  async end(): Promise<void> {
    for (const office of [...this.offices, this.handing]) await office.close();
  }

  /** Takes a link off the roster, or puts it back. */
  async moveLink(number: number): Promise<void> {
    const link = links[number];
    if (!link) return;
    const key = keyOfLink(link);
    this.linksMoved.add(key);
    if (!this.linksGone.delete(key)) this.linksGone.add(key);
    await this.#stage.setRoster(rosterWithout(this.linksGone));
  }

  /** Remembers when a change was made, and whether it is worth telling. */
  note(place: Place & { readonly status: string | null }, outcome: Outcome): void {
    const { schoolId, date } = place;
    for (const session of sessions) this.days.set([schoolId, date, session].join(' '), { schoolId, date, session });
    if (!isStatusChange(outcome)) return;
    const key = placeKey(place);
    const change = this.#whenOf(place);
    this.lastChanges.set(key, change);
    if (change === 'on its day') this.ledger.onNews(key);
    const isWorthIt = place.status !== null && !this.#settings.silent.some((each) => each === place.status);
    if (!isWorthIt) this.worthTelling.delete(key);
    else if (change === 'on its day') this.worthTelling.add(key);
  }

  #whenOf({ schoolId, date }: Place): LastChange {
    if (date === this.today(schoolId)) return 'on its day';
    return date >= this.daysAgo(schoolId, this.#settings.correctDays) ? 'in time' : 'too late';
  }

  /** Once nothing is left to tell, a change of an earlier day may correct, and bring no news. */
  async notice(): Promise<void> {
    const { jobs, scheduled, ready, leased, dead } = await this.office.notifications.stats();
    if (jobs + scheduled + ready + leased + dead === 0) this.ledger.onQuiet();
  }

  /** A child is erased. */
  async forget(childId: string): Promise<void> {
    this.ledger.onErasure(childId);
    await forgetDropped(this.#stage.repository.outbox, this.ledger);
    for (const known of [this.lastChanges, this.worthTelling]) {
      for (const key of known.keys()) if (key.endsWith(childId)) known.delete(key);
    }
  }

  today(schoolId: string): string {
    return this.clock.now().toLocaleDateString('sv-SE', { timeZone: zoneOf(schoolId) });
  }

  daysAgo(schoolId: string, days: number): string {
    return addDays(this.today(schoolId), -days);
  }

  async retryDeadLetters(most: number): Promise<void> {
    const { notifications } = this.office;
    for (const { id } of await notifications.deadLetters({ limit: most })) await notifications.retryDeadLetter(id);
  }

  /**
   * Has the queue's jobs delivered, in an order of their own, each once: what is left of it is handed over again by and
   * by.
   */
  async process(jobIds: readonly string[]): Promise<void> {
    for (const jobId of jobIds.toSorted()) {
      await this.office.notifications.process(jobId).catch((error: unknown) => {
        if (!isAttendanceError(error, 'deliveries_outstanding')) throw error;
      });
    }
  }
}

export function placeKey({ schoolId, childId, date, session }: Place): string {
  return [schoolId, date, session, childId].join(' ');
}

/** A child by its numbers. */
export function childOf({ school, child }: { readonly school: number; readonly child: number }) {
  return { schoolId: schoolIdOf(school), childId: childIdOf(school, child) };
}

function toOptions({ settleMs, silent, maxAttempts, correctDays, concurrency, salt }: Settings) {
  let jobs = 0;
  const none: readonly string[] = silent;
  return {
    sessions,
    ids: () => {
      jobs += 1;
      return uuidOf(`${salt} ${jobs}`);
    },
    notifications: {
      outbox: true,
      settleMs,
      correctDays,
      concurrency,
      leaseMs,
      // A pause of a millisecond each time: nothing is left to chance.
      retry: { maxAttempts, baseMs: 1, capMs: 1 },
      // Looks for jobs are not to depend on how fast the store is.
      pollMs: 60_000,
      when: ({ status }: { readonly status: string }) => !none.includes(status),
    },
  };
}
