import { repositoryContract } from 'rollbook/testing';
import { describe, it } from 'vitest';
import { createMemoryFixture } from './memory-fixture.ts';

for (const idType of ['uuid', 'bigint', 'text'] as const) {
  describe(`the memory repository with ids of type ${idType}`, () => {
    repositoryContract({ describe, it, create: createMemoryFixture, idType });
  });
}
