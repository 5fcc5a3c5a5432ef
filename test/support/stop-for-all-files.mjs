import { stopForAllFiles } from './mongo-for-all-files.mjs';
import { withdrawSandbox } from './sandbox-for-all-files.mjs';

export default async function stop() {
  await Promise.all([stopForAllFiles(), withdrawSandbox()]);
}
