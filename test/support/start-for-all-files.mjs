import { startForAllFiles } from './mongo-for-all-files.mjs';
import { offerSandbox } from './sandbox-for-all-files.mjs';

export default async function start() {
  await Promise.all([startForAllFiles(), offerSandbox()]);
}
