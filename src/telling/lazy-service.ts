import type { NotificationsContext } from './notifications-context.js';
import type { Service } from './service.js';

/** What delivers, loaded when it is first needed: a process that only marks carries none of it. */
export class LazyService {
  readonly #context: NotificationsContext;
  #loading: Promise<Service> | undefined;
  #service: Service | undefined;

  constructor(context: NotificationsContext) {
    this.#context = context;
  }

  /** `undefined` before it was needed. */
  get loaded(): Service | undefined {
    return this.#service;
  }

  /** Loads it, once. */
  load(): Promise<Service> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Nothing happens where nothing delivers. */
  nudge(): void {
    this.#service?.nudge();
  }

  /** Nothing happens where nothing delivers. */
  async stop(graceMs: number): Promise<void> {
    const service = await this.#loading;
    await service?.stop(graceMs);
  }

  async #load(): Promise<Service> {
    const { createService } = await import('./create-service.js');
    this.#service = createService(this.#context);
    return this.#service;
  }
}
