import { forward } from 'rollbook';
import { repositoryContract } from 'rollbook/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryFixture, type MemoryFixture } from './memory-fixture.ts';

describe('a decorator that traces one method', () => {
  const traced: number[] = [];

  repositoryContract({
    describe,
    it,
    create: async (input): Promise<MemoryFixture> => {
      const fixture = await createMemoryFixture(input);
      const { repository } = fixture;
      const decorated = forward(repository, {
        recordMarks: async (request, options) => {
          const results = await repository.recordMarks(request, options);
          traced.push(results.length);
          return results;
        },
      });
      return { ...fixture, repository: decorated };
    },
  });

  afterAll(() => {
    expect(traced.length).toBeGreaterThan(100);
  });
});
