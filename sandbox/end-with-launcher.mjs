/**
 * Loaded into the app's process before the app itself (`node --import`): when the launcher is gone without a farewell,
 * the process ends at once, as it would if the machine had lost power. A slow farewell would let it meet its successor.
 */
process.once('disconnect', () => process.exit(1));
// The channel alone must not keep a process alive that has nothing left to do.
process.channel?.unref();
