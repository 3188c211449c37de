import { counted } from './format.ts';

/** Something the demo claims, and everything that speaks against it. */
export interface Proof {
  readonly claim: string;
  readonly differences: readonly string[];
}

/** So many differences say all there is to see. */
const MOST_SHOWN = 50;

/**
 * Prints each proof with its differences.
 * @returns  Whether all of them hold.
 */
export function printProofs(proofs: readonly Proof[]): boolean {
  for (const proof of proofs) console.log(toText(proof));
  return proofs.every(({ differences }) => differences.length === 0);
}

function toText({ claim, differences }: Proof): string {
  if (differences.length === 0) return `✓ ${claim}`;
  const hidden = differences.length - MOST_SHOWN;
  return [
    `✗ NOT TRUE: ${claim}. ${counted(differences.length, 'difference')}:`,
    ...differences.slice(0, MOST_SHOWN).map((difference) => `    ${difference}`),
    ...(hidden > 0 ? [`    … and ${counted(hidden, 'more', 'more')}`] : []),
  ].join('\n');
}
