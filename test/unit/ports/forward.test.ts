import { forward } from 'rollbook';
import { describe, expect, test } from 'vitest';

class Counter {
  #count = 0;
  step = 1;

  add(): number {
    this.#count += this.step;
    return this.#count;
  }

  get total(): number {
    return this.#count;
  }
}

class LoudCounter extends Counter {
  shout(): string {
    return `${this.add()}!`;
  }
}

describe('forward', () => {
  test('replaces what is changed, and leaves the target as it was', () => {
    const counter = new Counter();
    const forwarded = forward(counter, { add: () => 10 * counter.add() });
    expect(forwarded.add()).toBe(10);
    expect(counter.add()).toBe(2);
  });

  test('calls methods of a class on the target, with its private fields', () => {
    const counter = new LoudCounter();
    const { shout, add } = forward(counter, { step: 5 });
    expect(shout()).toBe('1!');
    expect(add()).toBe(2);
    expect(counter.total).toBe(2);
  });

  test('reads properties as they are at that moment', () => {
    const counter = new Counter();
    const forwarded = forward(counter, {});
    counter.add();
    counter.step = 7;
    expect([forwarded.total, forwarded.step]).toEqual([1, 7]);
  });

  test('calls a method that was replaced on the target later', () => {
    const counter = new Counter();
    const forwarded = forward(counter, {});
    counter.add = () => 99;
    expect(forwarded.add()).toBe(99);
  });

  test('lets one decorator go around another', () => {
    const counter = new Counter();
    const doubled = forward(counter, { add: () => 2 * counter.add() });
    expect(forward(doubled, { add: () => 1 + doubled.add() }).add()).toBe(3);
  });

  test('knows the classes of the target', () => {
    expect(forward(new LoudCounter(), {})).toBeInstanceOf(Counter);
  });
});
