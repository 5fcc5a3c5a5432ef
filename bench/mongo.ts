/**
 * How fast the sandbox's MongoDB answers, through the Node driver and beside it in a process of its own. Each figure is a
 * share of the driver's rate of `ping` in the same run, so that it says the same on a slow machine and on a fast one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Collection, MongoClient } from 'mongodb';

const documents = Number(process.env.BENCH_DOCUMENTS ?? 100_000);
const manyDocuments = Number(process.env.BENCH_MANY_DOCUMENTS ?? 1_000_000);
const repetitions = 3;
const sliceMs = 1500;
const concurrency = 8;
const aims = { read: 0.6, write: 0.5, growth: 0.9, loadSeconds: 2 };

interface Item {
  _id: number;
  code: string;
  count: number;
  text: string;
}

type Operation = (client: MongoClient, items: Collection<Item>, i: number) => Promise<unknown>;

const operations: { [name: string]: Operation } = {
  ping: (client) => client.db('bench').command({ ping: 1 }),
  findById: (_client, items, i) => items.findOne({ _id: anyOf(documents, i) }),
  findByCode: (_client, items, i) => items.findOne({ code: `code-${anyOf(documents, i)}` }),
  insertOne: (_client, items) => items.insertOne(item(nextId++)),
  updateOne: (_client, items, i) => items.updateOne({ _id: anyOf(documents, i) }, { $inc: { count: 1 } }),
  transaction: (client, items, i) =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        const [from, to] = [anyOf(documents, i), anyOf(documents, i + 1)];
        await items.updateOne({ _id: from }, { $inc: { count: -1 } }, { session });
        await items.updateOne({ _id: to }, { $inc: { count: 1 } }, { session });
      }),
    ),
};

let nextId = 10_000_000;

function item(id: number): Item {
  return {
    _id: id,
    code: `code-${id}`,
    count: 0,
    text: 'a text of a length as documents have it, more or less',
  };
}

/** Numbers that jump about, the same in each run. */
function anyOf(count: number, i: number): number {
  return (i * 7919 + 104_729) % count;
}

const started: ChildProcess[] = [];

async function start(folder: string): Promise<{ server: ChildProcess; uri: string }> {
  const server = spawn(
    process.execPath,
    ['--import', 'tsx', 'sandbox/mongo/main.ts', '--port', '0', '--data', folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  started.push(server);
  if (server.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: server.stdout })) {
    return { server, uri: (JSON.parse(line) as { uri: string }).uri };
  }
  throw new Error('the server did not start');
}

async function fill(items: Collection<Item>, count: number): Promise<void> {
  await items.createIndex({ code: 1 }, { unique: true });
  for (let from = 0; from < count; from += 5000) {
    await items.insertMany(Array.from({ length: Math.min(5000, count - from) }, (_, i) => item(from + i)));
  }
}

/** Runs an operation for a while, some at once; operations per second. */
async function rate(client: MongoClient, items: Collection<Item>, operation: Operation): Promise<number> {
  let done = 0;
  const startMs = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - startMs < sliceMs) await operation(client, items, done++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (done * 1000) / (performance.now() - startMs);
}

/** The operations in turn, several times over, so that a change of the machine's load meets all of them alike. */
async function measureShares(
  client: MongoClient,
  items: Collection<Item>,
): Promise<{ [name: string]: number }> {
  const rates: { [name: string]: number[] } = {};
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [name, operation] of Object.entries(operations)) {
      const perSecond = await rate(client, items, operation);
      rates[name] = [...(rates[name] ?? []), perSecond];
    }
  }
  const pings = median(rates.ping ?? []);
  for (const [name, perSecond] of Object.entries(rates)) {
    console.log(
      `${name.padEnd(12)} ${median(perSecond).toFixed(0).padStart(7)} /s  ${(median(perSecond) / pings).toFixed(2)} of ping`,
    );
  }
  return Object.fromEntries(
    Object.entries(rates).map(([name, perSecond]) => [name, median(perSecond) / pings]),
  );
}

/** The rate of look-ups by key on very many documents, as a share of the rate on a thousand. */
async function measureGrowth(client: MongoClient): Promise<number> {
  const [few, many] = [
    client.db('bench').collection<Item>('few'),
    client.db('bench').collection<Item>('many'),
  ];
  await fill(few, 1000);
  await fill(many, manyDocuments);
  const shares: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const onFew = await rate(client, few, (_client, items, i) =>
      items.findOne({ code: `code-${anyOf(1000, i)}` }),
    );
    const onMany = await rate(client, many, (_client, items, i) =>
      items.findOne({ code: `code-${anyOf(manyDocuments, i)}` }),
    );
    shares.push(onMany / onFew);
  }
  console.log(`by key on ${manyDocuments} documents: ${median(shares).toFixed(2)} of the rate on 1000`);
  return median(shares);
}

/** How much longer a new process takes from its start until it serves when all the documents are in its folder. */
async function measureLoad(folder: string, emptyFolder: string): Promise<number> {
  const [empty, full] = [await measureStart(emptyFolder), await measureStart(folder)];
  console.log(`a start on ${documents} documents: ${full.toFixed(2)} s; on nothing: ${empty.toFixed(2)} s`);
  return full - empty;
}

async function measureStart(folder: string): Promise<number> {
  const startMs = performance.now();
  const { server } = await start(folder);
  const seconds = (performance.now() - startMs) / 1000;
  await stop(server);
  return seconds;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const [folder, emptyFolder] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'bench-mongo-'))) as [
  string,
  string,
];
try {
  const filling = await start(folder);
  const filler = await new MongoClient(filling.uri).connect();
  await fill(filler.db('bench').collection<Item>('items'), documents);
  await filler.close();
  await stop(filling.server);
  const loadSeconds = await measureLoad(folder, emptyFolder);

  const { server, uri } = await start(folder);
  const client = await new MongoClient(uri).connect();
  const shares = await measureShares(client, client.db('bench').collection<Item>('items'));
  const growth = await measureGrowth(client);
  await client.close();
  await stop(server);

  const reads = Math.min(shares.findById ?? 0, shares.findByCode ?? 0);
  const writes = Math.min(shares.insertOne ?? 0, shares.updateOne ?? 0);
  const ratios = [
    reads / aims.read,
    writes / aims.write,
    growth / aims.growth,
    aims.loadSeconds / loadSeconds,
  ];
  const ratio = Math.min(...ratios);
  const figures = { shares, growth, loadSeconds };
  console.log(
    JSON.stringify({
      bench: 'mongo',
      ratio: Number(ratio.toFixed(2)),
      aim: 1,
      holds: ratio >= 1,
      ...figures,
    }),
  );
} finally {
  await Promise.all(started.map(stop));
  for (const one of [folder, emptyFolder]) rmSync(one, { recursive: true, force: true });
}
