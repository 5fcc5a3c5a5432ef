export { stopForAllFiles as default } from './mongo-for-all-files.mjs';
