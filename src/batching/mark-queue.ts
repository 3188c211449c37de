import type { Mark } from '../domain/marks/mark.js';
import type { MarkResult } from '../ports/mark-store.js';
import { BoundedMap } from './bounded-map.js';
import { createLane, type Lane, type QueuedMark, unknownLane } from './queued-mark.js';

/** Children whose school is remembered: those of a rush, at about 100 bytes each. */
const rememberedChildren = 100_000;
/** Schools remembered as blocked: as many as are ever blocked at a time. */
const rememberedSchools = 1_000;
/** Lanes kept when nothing waits in them: the next mark of the school finds it there. */
const keptLanes = 1_000;

/** The marks that wait, in lanes, and which of them may be sent. Every step takes the same time however many wait. */
export class MarkQueue {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes with marks that wait and none under way, in the order in which they became so. */
  readonly #ready = new Set<Lane>();
  /** The first of each child's marks that wait or are under way. The others follow it. */
  readonly #first = new Map<string, QueuedMark>();
  readonly #schools = new BoundedMap<string>(rememberedChildren);
  readonly #blocked = new BoundedMap<true>(rememberedSchools);
  readonly #childIdsAreGlobal: boolean;
  #size = 0;

  /**
   * @param childIdsAreGlobal  True if marks of one child's id at two schools are of one child, and so follow each
   *                           other.
   */
  constructor(childIdsAreGlobal: boolean) {
    this.#childIdsAreGlobal = childIdsAreGlobal;
  }

  /** Marks that wait. */
  get size(): number {
    return this.#size;
  }

  /** Schools with marks that wait and none under way. */
  get readyLanes(): number {
    return this.#ready.size;
  }

  add(queued: QueuedMark): void {
    this.#size += 1;
    const first = this.#first.get(this.#childOf(queued.mark));
    if (first) {
      first.followers ??= new Set();
      first.followers.add(queued);
    } else {
      this.#putFirst(queued);
    }
  }

  /**
   * Takes marks of free lanes, the lane that waits longest first, each child's first only.
   * @param takesBlocked  Allows marks of a blocked lane, which share a statement with no other.
   * @returns At most `max`, lane by lane; none when no such lane is free.
   */
  take({ max, takesBlocked }: { readonly max: number; readonly takesBlocked: boolean }): QueuedMark[] {
    const taken: QueuedMark[] = [];
    for (const lane of this.#ready) {
      const isBlocked = this.isBlocked(lane);
      if (isBlocked && (taken.length > 0 || !takesBlocked)) continue;
      this.#ready.delete(lane);
      this.#takeFrom(lane, max, taken);
      if (taken.length === max || isBlocked) break;
    }
    this.#size -= taken.length;
    return taken;
  }

  /** Takes back a mark that waits. */
  takeBack(queued: QueuedMark): void {
    this.#size -= 1;
    const first = this.#first.get(this.#childOf(queued.mark));
    if (first !== queued) {
      first?.followers?.delete(queued);
      return;
    }
    queued.lane.waiting.delete(queued);
    this.#promoteFollower(queued);
    this.#free(queued.lane);
  }

  /** Lets go of a mark that was sent: its child's next one may be. */
  finish(queued: QueuedMark): void {
    this.#promoteFollower(queued);
    queued.lane.underWay -= 1;
    this.#free(queued.lane);
  }

  /** Remembers the school of a child whose mark named none, for its next one; it is only where that waits. */
  learnSchool({ childId, schoolId }: Mark, result: MarkResult): void {
    if (schoolId !== undefined) return;
    if (result.outcome === 'rejected') this.#schools.delete(childId);
    else this.#schools.set(childId, result.schoolId);
  }

  /** Says if the lane's last statement waited too long for a lock. */
  isBlocked({ key }: Lane): boolean {
    return this.#blocked.get(key) === true;
  }

  /** Remembers that a lane is blocked. A blocked lane shares no statement with others. */
  block({ key }: Lane): void {
    this.#blocked.set(key, true);
  }

  /** Forgets that a lane was blocked. */
  unblock({ key }: Lane): void {
    this.#blocked.delete(key);
  }

  #childOf({ childId, schoolId = '' }: Mark): string {
    return this.#childIdsAreGlobal ? childId : `${schoolId}\0${childId}`;
  }

  #laneOf({ childId, schoolId }: Mark): Lane {
    const key = schoolId ?? this.#schools.get(childId) ?? unknownLane;
    const known = this.#lanes.get(key);
    if (known) return known;
    const lane = createLane(key);
    this.#lanes.set(key, lane);
    return lane;
  }

  #putFirst(queued: QueuedMark): void {
    const lane = this.#laneOf(queued.mark);
    queued.lane = lane;
    this.#first.set(this.#childOf(queued.mark), queued);
    lane.waiting.add(queued);
    if (lane.underWay === 0) this.#ready.add(lane);
  }

  #takeFrom(lane: Lane, max: number, taken: QueuedMark[]): void {
    for (const queued of lane.waiting) {
      if (taken.length === max) return;
      lane.waiting.delete(queued);
      lane.underWay += 1;
      queued.state = 'sent';
      taken.push(queued);
    }
  }

  #promoteFollower({ mark, followers }: QueuedMark): void {
    const next = followers?.values().next().value;
    if (!followers || !next) {
      this.#first.delete(this.#childOf(mark));
      return;
    }
    followers.delete(next);
    next.followers = followers;
    this.#putFirst(next);
  }

  #free(lane: Lane): void {
    if (lane.underWay > 0) return;
    if (lane.waiting.size > 0) {
      this.#ready.add(lane);
      return;
    }
    this.#ready.delete(lane);
    if (this.#lanes.size > keptLanes) this.#lanes.delete(lane.key);
  }
}
