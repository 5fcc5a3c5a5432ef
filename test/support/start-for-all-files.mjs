export { startForAllFiles as default } from './mongo-for-all-files.mjs';
