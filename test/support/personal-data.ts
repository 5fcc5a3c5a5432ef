/** The keys that tests run with, which are the sandbox's, and how a test finds or reads what lies sealed. */
import { environmentSchema } from '../../config.ts';
import { PERSONAL_DATA } from '../../sandbox/app-environment.ts';
import { createSeal } from '../../services/people/seal.ts';

const { PERSONAL_DATA_KEYS, PERSONAL_DATA_HASH_KEY } = environmentSchema.shape;

export const testKeys = {
  sealKeys: PERSONAL_DATA_KEYS.parse(PERSONAL_DATA.PERSONAL_DATA_KEYS),
  hashKey: PERSONAL_DATA_HASH_KEY.parse(PERSONAL_DATA.PERSONAL_DATA_HASH_KEY),
};

export const testSeal = createSeal(testKeys);

/** What finds the stored person of this code. */
export const whose = (nationalCode: string) => ({ codeHash: testSeal.hashOf(nationalCode) });
