import { expect, test } from 'vitest';
import type { WorkerLogEntry } from '../support/worker-log.ts';
import { judgeDeeds } from './worker-deeds.ts';

const leaseMs = 500;

test('excuses a message that is sent again after its worker was killed', () => {
  expect(breachesOf([claim(1), send(1), stop(1), claim(2), send(2), acknowledge(2)])).toEqual([]);
});

test('excuses no message that its worker had acknowledged, though it was killed later', () => {
  expect(breachesOf([claim(1), send(1), acknowledge(1), stop(1), claim(2), send(2)])).toContain(
    '1 messages were sent again though it is stored that they were sent',
  );
});

test('excuses no message whose lease its worker had lost alive, though it was killed later', () => {
  expect(breachesOf([claim(1), send(1), claim(2), send(2), lose(1), stop(1), acknowledge(2)])).toEqual([
    '1 messages were sent again though their worker lived',
  ]);
});

test('excuses a message whose lease its worker lost while it was paused', () => {
  expect(breachesOf([claim(1), send(1), stop(1), claim(2), send(2), lose(1), acknowledge(2)])).toEqual([]);
});

test('tells that somebody took over before the lease had ended', () => {
  expect(breachesOf([claim(1), stop(1), claim(2, claimedAt(2) - 1)])).toEqual([
    '1 deliveries were taken over before the lease of who was killed or paused had ended',
  ]);
});

test('tells of an acknowledgement after somebody had taken over', () => {
  expect(breachesOf([claim(1), stop(1), claim(2), acknowledge(1)])).toEqual([
    '1 acknowledgements were stored though somebody else had taken over',
  ]);
});

test('tells the longest that nobody took over', () => {
  const taken = [claim(1), stop(1), claim(2), stop(2), claim(3, claimedAt(2) + 3 * leaseMs)];
  expect(judgeDeeds(taken, { leaseMs }).firstTakeoverMs).toBe(3 * leaseMs);
});

function breachesOf(entries: readonly WorkerLogEntry[]): readonly string[] {
  return judgeDeeds(entries, { leaseMs }).breaches;
}

/** A claim of the only delivery, by one worker after the other, each as soon as possible. */
function claim(worker: number, at = claimedAt(worker)): WorkerLogEntry {
  return { worker, did: 'claim', lease: leaseOf(worker), at };
}

function send(worker: number): WorkerLogEntry {
  const notification = { key: 'delivery', date: '2026-01-05', guardian: { id: 'guardian' }, changes: [] };
  return {
    worker,
    did: 'send',
    lease: leaseOf(worker),
    notification: { ...notification, kind: 'marked', session: 'day' },
  };
}

function acknowledge(worker: number): WorkerLogEntry {
  return { worker, did: 'acknowledge', lease: leaseOf(worker) };
}

function lose(worker: number): WorkerLogEntry {
  return { worker, did: 'lose', lease: leaseOf(worker) };
}

function stop(worker: number): WorkerLogEntry {
  return { worker, did: 'stop' };
}

function claimedAt(worker: number): number {
  return worker * leaseMs;
}

function leaseOf(worker: number) {
  return { id: 'delivery', token: `token of ${worker}` };
}
