import { EventEmitter } from 'eventemitter3';
import type { Logger } from '../ports/logger.js';

type Listener<Event> = (event: Event) => unknown;

/**
 * Keeps one event's listeners apart. In eventemitter3 a listener that throws stops the listeners after it and reaches
 * the emitter. An async listener that rejects would end the process.
 */
export class EventChannel<Event> {
  readonly #name: string;
  readonly #logger: Logger;
  readonly #emitter = new EventEmitter<{ event: [Event] }>();
  readonly #guarded = new WeakMap<Listener<Event>, (event: Event) => void>();

  constructor(name: string, logger: Logger) {
    this.#name = name;
    this.#logger = logger;
  }

  on(listener: Listener<Event>): void {
    this.#emitter.on('event', this.#guard(listener));
  }

  once(listener: Listener<Event>): void {
    this.#emitter.once('event', this.#guard(listener));
  }

  off(listener: Listener<Event>): void {
    this.#emitter.off('event', this.#guard(listener));
  }

  clear(): void {
    this.#emitter.removeAllListeners();
  }

  /** Frozen: what one listener changes must not reach the next. Costs nothing while nobody listens. */
  emit(event: Event): void {
    if (this.#emitter.listenerCount('event') === 0) return;
    this.#emitter.emit('event', freezeDeep(event));
  }

  #guard(listener: Listener<Event>): (event: Event) => void {
    const known = this.#guarded.get(listener);
    if (known) return known;
    const guarded = (event: Event): void => {
      void callIsolated(listener, event, () => this.#report());
    };
    this.#guarded.set(listener, guarded);
    return guarded;
  }

  /** The error itself stays out: a host's listener may have put a name into it. */
  async #report(): Promise<void> {
    try {
      await this.#logger.warn('an event listener failed', { event: this.#name });
    } catch {
      // A logger that fails has nobody left to be reported to.
    }
  }
}

async function callIsolated<Event>(
  listener: Listener<Event>,
  event: Event,
  report: () => Promise<void>,
): Promise<void> {
  try {
    await listener(event);
  } catch {
    await report();
  }
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}
