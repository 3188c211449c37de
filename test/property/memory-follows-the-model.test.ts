import { test } from 'vitest';
import { expectToFollowTheModel } from './follows-the-model.ts';
import { createMemorySubject } from './memory-subject.ts';

test('the memory repository answers and stores what the model does, over 10,000 random commands', async () => {
  await expectToFollowTheModel('memory', createMemorySubject);
}, 120_000);
