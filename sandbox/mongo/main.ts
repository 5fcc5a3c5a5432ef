/** The server as a process of its own: `--port N --data DIR [--host H]`. Says on one line of JSON when it is ready. */
import { parseArgs } from 'node:util';
import { startMongo } from './start.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, data: { type: 'string' }, host: { type: 'string' } },
});

const port = Number(values.port);
if (!values.data || !Number.isInteger(port) || port < 0 || port > 65535) {
  console.error('usage: npm run sandbox:mongo -- --port N --data DIR [--host H]');
  process.exit(2);
}

try {
  const running = await startMongo({
    dataDir: values.data,
    port,
    ...(values.host ? { host: values.host } : {}),
  });
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
  console.log(JSON.stringify({ ready: true, port: running.port, uri: running.uri }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
