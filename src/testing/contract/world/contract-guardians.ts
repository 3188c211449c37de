import type { IdType } from '../../../domain/ids.js';
import type { Child, Guardian } from '../../../domain/roster.js';
import { buildGuardian } from '../../kit/builders.js';
import { testId } from '../../kit/test-ids.js';
import type { ContractChildren } from './contract-roster.js';

/** The guardians of the contract, each with a contact of their own. Children who are not named here have none. */
export interface ContractGuardians {
  /** Guardian of the siblings sekar and bagas; reads Indonesian. */
  readonly ratih: Guardian;
  /** Guardian of sekar; reads English. */
  readonly alasdair: Guardian;
  /** Guardian of nayla; has neither a locale nor a contact. */
  readonly dewi: Guardian;
  /** Guardian of wayan. */
  readonly nyoman: Guardian;
  /** Guardian of ketut. */
  readonly komang: Guardian;
}

/** Makes the guardians, ratih as sekar's. The ids sort in this order. */
export function contractGuardians(children: ContractChildren, idType: IdType): ContractGuardians {
  const { sekar, nayla, wayan, ketut } = children;
  const guardian = (number: number, child: Child, overrides: Partial<Guardian>) =>
    buildGuardian({
      schoolId: child.schoolId,
      childId: child.id,
      id: testId('guardian', number, idType),
      contact: { email: `guardian.${number}@example.org` },
      ...overrides,
    });
  return {
    ratih: guardian(1, sekar, { name: 'Ratih Adiwangsa' }),
    alasdair: guardian(2, sekar, { name: 'Alasdair Penhallow', locale: 'en-GB' }),
    dewi: guardian(3, nayla, { name: 'Dewi Mahawira', locale: null, contact: null }),
    nyoman: guardian(4, wayan, { name: 'Nyoman Lesmanawati' }),
    komang: guardian(5, ketut, { name: 'Komang Santikara' }),
  };
}

/** The guardians' entries for these of the contract's children, in the schools that they are in now. */
export function guardiansOf(known: ContractChildren, children: readonly Child[], idType: IdType): Guardian[] {
  const guardians = contractGuardians(known, idType);
  const entries = [...Object.values(guardians), { ...guardians.ratih, childId: known.bagas.id }];
  return children.flatMap(({ id, schoolId }) =>
    entries.filter(({ childId }) => childId === id).map((entry) => ({ ...entry, schoolId })),
  );
}
