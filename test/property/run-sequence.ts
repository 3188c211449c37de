import { deepEqual } from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Call, Reply } from './calls.ts';
import { TestClock } from './clock.ts';
import { Model } from './model/model.ts';
import { type Progress, statusOf, toCall, toDay } from './resolve-step.ts';
import type { CallStep, ChildPick, Step } from './steps.ts';
import { type Subject, sortTables } from './subject.ts';
import {
  addDays,
  childIdOf,
  createWorld,
  type Happening,
  type SchoolChild,
  type Start,
  schoolIdOf,
  type World,
  zones,
} from './world.ts';

/** How much was compared. */
export interface Tally {
  /** Calls of the public API, those that are refused included. */
  readonly commands: number;
  /** Marks, clears and bulks that were answered without an error, and not rolled back. */
  readonly acknowledged: number;
}

/** Makes the subject of one sequence; nothing is stored in it. */
export type CreateSubject = (world: World, clock: TestClock) => Promise<Subject> | Subject;

/**
 * Takes the same steps with a subject and with the model, comparing every reply, and at the end everything stored.
 * @returns what was compared
 */
export async function runSequence(createSubject: CreateSubject, start: Start, steps: readonly Step[]): Promise<Tally> {
  const world = createWorld(start);
  const clock = new TestClock(world.startsAt);
  const subject = await createSubject(world, clock);
  const sequence = new Sequence(subject, new Model(world, clock), clock);
  for (const step of steps) await sequence.take(step);
  deepEqual(sortTables(await subject.tables()), sortTables(await sequence.model.tables()));
  return sequence.tally;
}

class Sequence {
  readonly model: Model;
  readonly tally = { commands: 0, acknowledged: 0 };
  readonly #subject: Subject;
  readonly #clock: TestClock;
  readonly #marks: Call[] = [];

  constructor(subject: Subject, model: Model, clock: TestClock) {
    this.#subject = subject;
    this.model = model;
    this.#clock = clock;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        return this.#clock.advance(step.milliseconds);
      case 'wait for midnight':
        return this.#clock.advance(Math.max(0, untilMidnight(step.school, this.#clock.now()) + step.late));
      case 'transaction': {
        const calls = step.steps.flatMap((each) => this.#toCalls(each));
        const replies = await this.#subject.transaction(calls, step.end, step.client);
        deepEqual({ calls, replies }, { calls, replies: await this.model.transaction(calls, step.end) });
        if (step.end === 'commit') this.#acknowledge(calls, replies);
        return;
      }
      case 'count drifts':
      case 'child leaves':
      case 'child moves':
      case 'child changes class':
      case 'school moves':
        return this.#happen(toHappening(step, this.#clock.now()));
      default:
        for (const call of this.#toCalls(step)) {
          const reply = await this.#subject.call(call);
          deepEqual({ call, reply }, { call, reply: await this.model.call(call) });
          this.#acknowledge([call], [reply]);
        }
    }
  }

  #toCalls(step: CallStep): Call[] {
    const progress: Progress = { now: this.#clock.now(), marks: this.#marks };
    const call = toCall(step, progress);
    if (!call) return [];
    this.tally.commands += 1;
    if (isMark(call) && step.do !== 'retry') this.#marks.push(call);
    return [call];
  }

  #acknowledge(calls: readonly Call[], replies: readonly Reply[]): void {
    const marks = replies.filter((reply, index) => 'value' in reply && isMark(calls[index]));
    this.tally.acknowledged += marks.length;
  }

  async #happen(happening: Happening): Promise<void> {
    await this.#subject.happen(happening);
    await this.model.happen(happening);
  }
}

function isMark(call: Call | undefined): boolean {
  return ['markAttendance', 'markBulkAttendance', 'clearAttendance'].includes(call?.method ?? '');
}

type HappeningStep = Extract<Step, { readonly do: Happening['kind'] }>;

function toHappening(step: HappeningStep, now: Date): Happening {
  switch (step.do) {
    case 'count drifts': {
      const { schoolId, date = now.toISOString().slice(0, 10), session = 'am' } = toDay(step, now);
      return { kind: step.do, by: step.by, count: { schoolId, date, session, status: statusOf(step.status) } };
    }
    case 'child leaves':
      return { kind: step.do, ...whoIs(step), lastDay: step.day === null ? null : addDays(now, step.day) };
    case 'child moves':
      return { kind: step.do, ...whoIs(step), to: schoolIdOf(step.to), date: addDays(now, step.day) };
    case 'child changes class':
      return { kind: step.do, ...whoIs(step), classId: step.classId, date: addDays(now, step.day) };
    case 'school moves':
      return { kind: step.do, schoolId: schoolIdOf(step.school), timezone: zones[step.zone] ?? zones[0] };
    default:
      return step satisfies never;
  }
}

function whoIs({ child, school }: { readonly child: ChildPick; readonly school: number | null }): SchoolChild {
  return { schoolId: schoolIdOf(school ?? child.school), childId: childIdOf(child.school, child.child) };
}

function untilMidnight(school: number, now: Date): number {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zones[school] ?? zones[0]);
  return here.startOfDay().add({ days: 1 }).epochMilliseconds - now.getTime();
}
