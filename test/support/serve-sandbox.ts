/** A sandbox for all test files that share one, as a process of its own that ends with the one that has started it. */
import { startSandboxProcess } from './running-sandbox.ts';

const { baseUrl, dataDir, stop } = await startSandboxProcess();
process.once('disconnect', stop);
process.send?.({ baseUrl, dataDir });
