import { compareDue, type DeliveryRow, deliveryId } from './delivery-row.js';
import { keyOf } from './key-of.js';
import { SortedList } from './sorted-list.js';

/**
 * A guardian's day, of one subject type. Deliveries of one guardian's day that share a subject key wait for each other.
 */
export type GuardianDay = Pick<DeliveryRow, 'schoolId' | 'guardianId' | 'subjectType' | 'date'>;

/** A row as it is kept: numbered through, in the order in which rows were first written. */
export interface PlacedDelivery {
  readonly row: DeliveryRow;
  readonly place: number;
}

/** The table of deliveries, and its indexes. Rows are replaced, never changed. */
export class Deliveries {
  #rows = new Map<string, PlacedDelivery>();
  #days = new Map<string, readonly DeliveryRow[]>();
  #pendingBySchool: Lists = new Map();
  #pendingByJob: Lists = new Map();
  #leased = new Map<string, DeliveryRow>();
  #lastPlace = 0;

  /** Counts the rows that were ever written: the place of the last one. */
  get lastPlace(): number {
    return this.#lastPlace;
  }

  /** The delivery with that id, if that is its content's. */
  find(id: string): DeliveryRow | undefined {
    const row = this.#rows.get(id.replace(/\.\d+$/, ''))?.row;
    return row && deliveryId(row) === id ? row : undefined;
  }

  /** Every delivery, in the order in which they were first written. */
  all(): Iterable<PlacedDelivery> {
    return this.#rows.values();
  }

  /** The deliveries of one guardian's day, in any order. */
  ofDay(day: GuardianDay): readonly DeliveryRow[] {
    return this.#days.get(dayKey(day)) ?? [];
  }

  /** The deliveries of one guardian's day that are not settled. */
  pendingOfDay(day: GuardianDay): readonly DeliveryRow[] {
    return this.ofDay(day).filter(({ state }) => state === 'pending');
  }

  /** The schools that have pending deliveries, in any order. */
  schoolsWithPending(): string[] {
    return [...this.#pendingBySchool.keys()];
  }

  /** A school's pending deliveries, the one due first first. */
  pendingOfSchool(schoolId: string): Iterable<DeliveryRow> {
    return this.#pendingBySchool.get(schoolId) ?? [];
  }

  /** A job's pending deliveries, the one due first first. */
  pendingOfJob(jobId: string): Iterable<DeliveryRow> {
    return this.#pendingByJob.get(jobId) ?? [];
  }

  /** Deliveries that a worker holds, or held when it died. */
  leased(): Iterable<DeliveryRow> {
    return this.#leased.values();
  }

  /** Adds a row, or replaces the one with the same job and number. */
  put(row: DeliveryRow): void {
    const key = rowKey(row);
    const before = this.#rows.get(key);
    if (before) this.#leaveIndexes(before.row);
    this.#rows.set(key, { row, place: before?.place ?? this.#nextPlace() });
    this.#enterIndexes(row);
  }

  /** A table that can be changed without the original noticing. */
  copy(): Deliveries {
    const copy = new Deliveries();
    copy.#rows = new Map(this.#rows);
    copy.#days = new Map(this.#days);
    copy.#pendingBySchool = copyLists(this.#pendingBySchool);
    copy.#pendingByJob = copyLists(this.#pendingByJob);
    copy.#leased = new Map(this.#leased);
    copy.#lastPlace = this.#lastPlace;
    return copy;
  }

  /** Takes a row out. */
  delete(row: DeliveryRow): void {
    if (this.#rows.delete(rowKey(row))) this.#leaveIndexes(row);
  }

  #nextPlace(): number {
    this.#lastPlace += 1;
    return this.#lastPlace;
  }

  #enterIndexes(row: DeliveryRow): void {
    this.#days.set(dayKey(row), [...this.ofDay(row), row]);
    if (row.leaseToken !== null) this.#leased.set(rowKey(row), row);
    if (row.state !== 'pending') return;
    addTo(this.#pendingBySchool, row.schoolId, row);
    addTo(this.#pendingByJob, row.jobId, row);
  }

  #leaveIndexes(row: DeliveryRow): void {
    const key = rowKey(row);
    const others = this.ofDay(row).filter((other) => rowKey(other) !== key);
    if (others.length > 0) this.#days.set(dayKey(row), others);
    else this.#days.delete(dayKey(row));
    this.#leased.delete(key);
    if (row.state !== 'pending') return;
    deleteFrom(this.#pendingBySchool, row.schoolId, row);
    deleteFrom(this.#pendingByJob, row.jobId, row);
  }
}

type Lists = Map<string, SortedList<DeliveryRow>>;

function addTo(lists: Lists, key: string, row: DeliveryRow): void {
  const list = lists.get(key) ?? new SortedList(compareDue);
  list.add(row);
  lists.set(key, list);
}

function deleteFrom(lists: Lists, key: string, row: DeliveryRow): void {
  const list = lists.get(key);
  list?.delete(row);
  if (list?.isEmpty) lists.delete(key);
}

function copyLists(lists: Lists): Lists {
  return new Map([...lists].map(([key, list]) => [key, list.copy()]));
}

function rowKey({ jobId, number }: DeliveryRow): string {
  return deliveryId({ jobId, number, revision: 0 });
}

/** The key of one guardian's day. */
export function dayKey({ schoolId, guardianId, subjectType, date }: GuardianDay): string {
  return keyOf(schoolId, guardianId, subjectType, date);
}
