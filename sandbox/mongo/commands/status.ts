/** What drivers and their tools ask a server about itself. */
import { hostname, totalmem } from 'node:os';
import { Long, ObjectId, Timestamp } from 'bson';
import { type Command, existingCollection } from '../call.ts';
import { maxMessageBytes } from '../wire.ts';

/** The release of the server that this one claims to be like. */
const version = '7.0.0';
const maxWireVersion = 21;
const electionId = new ObjectId('7fffffff0000000000000001');

export const hello: Command = (call) => {
  const { address } = call.server;
  const isLegacy = call.name !== 'hello';
  return {
    ...(isLegacy ? { ismaster: true } : { isWritablePrimary: true }),
    helloOk: true,
    hosts: [address],
    setName: 'rs0',
    setVersion: 1,
    secondary: false,
    primary: address,
    me: address,
    electionId,
    lastWrite: {
      opTime: { ts: now(), t: Long.ONE },
      lastWriteDate: new Date(),
      majorityOpTime: { ts: now(), t: Long.ONE },
      majorityWriteDate: new Date(),
    },
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: call.connection.id,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
  };
};

function now(): Timestamp {
  return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
}

export const ping: Command = () => ({});

export const buildInfo: Command = () => ({
  version,
  versionArray: [...version.split('.').map(Number), 0],
  gitVersion: 'none',
  modules: [],
  sysInfo: 'karamooz sandbox',
  allocator: 'system',
  javascriptEngine: 'none',
  bits: 64,
  debug: false,
  maxBsonObjectSize: 16 * 1024 * 1024,
  storageEngines: ['karamooz'],
});

export const serverStatus: Command = (call) => {
  const uptime = (Date.now() - call.server.startedAt.getTime()) / 1000;
  return {
    host: hostname(),
    version,
    process: 'mongod',
    pid: Long.fromNumber(process.pid),
    uptime,
    localTime: new Date(),
    repl: { setName: 'rs0', isWritablePrimary: true, hosts: [call.server.address], me: call.server.address },
    storageEngine: { name: 'karamooz', persistent: true },
  };
};

export const replSetGetStatus: Command = (call) => ({
  set: 'rs0',
  date: new Date(),
  myState: 1,
  term: Long.ONE,
  members: [
    { _id: 0, name: call.server.address, health: 1, state: 1, stateStr: 'PRIMARY', uptime: 1, self: true },
  ],
});

export const getParameter: Command = () => ({ featureCompatibilityVersion: { version: '7.0' } });
export const connectionStatus: Command = () => ({
  authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] },
});
export const hostInfo: Command = () => ({
  system: { hostname: hostname(), memSizeMB: Math.round(totalmem() / 2 ** 20) },
});
export const getLog: Command = () => ({ totalLinesWritten: 0, log: [] });
export const whatsmyuri: Command = (call) => ({ you: `connection ${call.connection.id}` });

export const collStats: Command = (call) => {
  const collection = existingCollection(call);
  const size = [...(collection?.records.values() ?? [])].reduce(
    (sum, { committed }) => sum + (committed?.doc?.raw.length ?? 0),
    0,
  );
  const count = collection?.count ?? 0;
  return {
    ns: `${call.database}.${String(call.body.collStats)}`,
    size,
    count,
    storageSize: size,
    avgObjSize: count > 0 ? Math.floor(size / count) : 0,
    nindexes: collection?.indexes.size ?? 0,
    capped: false,
  };
};

export const dbStats: Command = (call) => {
  const own = [...call.server.store.collections.values()].filter(({ namespace }) =>
    namespace.startsWith(`${call.database}.`),
  );
  const total = (figure: (collection: (typeof own)[number]) => number): number =>
    own.reduce((sum, one) => sum + figure(one), 0);
  return {
    db: call.database,
    collections: own.length,
    objects: total(({ count }) => count),
    indexes: total(({ indexes }) => indexes.size),
    views: 0,
  };
};
