import { describe, expect, test } from 'vitest';
import { codeBlocks, sectionOf } from '../support/markdown.ts';
import { read } from '../support/pages.ts';

const readme = read('README.md');

describe('the README', () => {
  test('has at most 12,000 bytes', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(12_000);
  });

  test('shows the quickstart example as it is', () => {
    expect(codeBlocks(sectionOf(readme, 'Quick start'), 'ts')).toEqual([read('examples/quickstart/main.ts')]);
  });
});
