/**
 * `npm run storm:identity [-- --people 40 --only civil-registry]`: a storm of newcomers who enrol themselves, in each mode
 * of each outside system (issue 6). Prints each weather, and what is wrong in the end; exit code 1 when something is.
 */
import { parseArgs } from 'node:util';
import { startSandboxProcess } from '../support/running-sandbox.ts';
import { storm } from './run.ts';
import { ALL_AT_ONCE, ONE_AFTER_THE_OTHER } from './weather.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20' },
    impostors: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
  },
});
const weathers = [...ONE_AFTER_THE_OTHER, ALL_AT_ONCE].filter(({ name }) => name.includes(values.only));
const sandbox = await startSandboxProcess();
try {
  const { newcomers, heldUp, findings } = await storm(sandbox, {
    weathers,
    people: Number(values.people),
    impostors: Number(values.impostors),
    tell: ({ name }, { seconds, heldUp: held }) =>
      console.log(`${seconds.toFixed(1).padStart(6)} s  ${String(held).padStart(3)} held up  ${name}`),
  });
  for (const finding of findings) console.log(`Wrong: ${finding}`);
  console.log(
    `${newcomers} people came, ${heldUp} (with those who typed another’s code) were held up, and all came through; ${findings.length} findings`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await sandbox.stop();
}
