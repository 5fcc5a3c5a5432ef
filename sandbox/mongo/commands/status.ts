/** What drivers and their tools ask a server about itself. */
import { hostname, totalmem } from 'node:os';
import { Long, ObjectId, Timestamp } from 'bson';
import { type Command, type Commands, existingCollection, namespaceOf } from '../call.ts';
import { maxMessageBytes } from '../wire.ts';
import { collectionsOf } from './collections.ts';

/** The release of the server that this one claims to be like. */
const version = '7.0.0';
const maxWireVersion = 21;
const maxBsonObjectSize = 16 * 1024 * 1024;
const electionId = new ObjectId('7fffffff0000000000000001');

const hello: Command = ({ server: { address }, name, connection }) => {
  const localTime = new Date();
  const ts = new Timestamp({ t: Math.floor(localTime.getTime() / 1000), i: 1 });
  const opTime = { ts, t: Long.ONE };
  return {
    ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    ...{ hosts: [address], setName: 'rs0', setVersion: 1, primary: address, me: address, electionId },
    ...{ secondary: false, readOnly: false },
    lastWrite: { opTime, lastWriteDate: localTime, majorityOpTime: opTime, majorityWriteDate: localTime },
    ...{ maxBsonObjectSize, maxMessageSizeBytes: maxMessageBytes, maxWriteBatchSize: 100_000 },
    ...{ localTime, logicalSessionTimeoutMinutes: 30, connectionId: connection.id },
    ...{ minWireVersion: 0, maxWireVersion },
  };
};

const buildInfo: Command = () => ({
  version,
  versionArray: [...version.split('.').map(Number), 0],
  ...{ gitVersion: 'none', modules: [], sysInfo: 'sandbox', allocator: 'system', javascriptEngine: 'none' },
  ...{ bits: 64, debug: false, maxBsonObjectSize, storageEngines: ['sandbox'] },
});

const serverStatus: Command = ({ server: { startedAt, address } }) => ({
  ...{ host: hostname(), version, process: 'mongod', pid: Long.fromNumber(process.pid) },
  ...{ uptime: (Date.now() - startedAt.getTime()) / 1000, localTime: new Date() },
  repl: { setName: 'rs0', isWritablePrimary: true, hosts: [address], me: address },
  storageEngine: { name: 'sandbox', persistent: true },
});

const replSetGetStatus: Command = ({ server: { address } }) => ({
  ...{ set: 'rs0', date: new Date(), myState: 1, term: Long.ONE },
  members: [{ _id: 0, name: address, health: 1, state: 1, stateStr: 'PRIMARY', uptime: 1, self: true }],
});

const collStats: Command = (call) => {
  const { records, count = 0, indexes } = existingCollection(call) ?? {};
  let size = 0;
  for (const { committed } of records?.values() ?? []) size += committed?.doc?.raw.length ?? 0;
  const avgObjSize = count > 0 ? Math.floor(size / count) : 0;
  const nindexes = indexes?.size ?? 0;
  return { ns: namespaceOf(call), size, count, storageSize: size, avgObjSize, nindexes, capped: false };
};

const dbStats: Command = (call) => {
  const own = collectionsOf(call);
  const objects = own.reduce((total, { count }) => total + count, 0);
  const indexes = own.reduce((total, one) => total + one.indexes.size, 0);
  return { db: call.database, collections: own.length, objects, indexes, views: 0 };
};

export const statusCommands: Commands = {
  ...{ hello, isMaster: hello, ismaster: hello, buildInfo, buildinfo: buildInfo },
  ...{ serverStatus, replSetGetStatus, collStats, dbStats, dbstats: dbStats },
  ping: () => ({}),
  getParameter: () => ({ featureCompatibilityVersion: { version: '7.0' } }),
  connectionStatus: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  hostInfo: () => ({ system: { hostname: hostname(), memSizeMB: Math.round(totalmem() / 2 ** 20) } }),
  getLog: () => ({ totalLinesWritten: 0, log: [] }),
  whatsmyuri: ({ connection }) => ({ you: `connection ${connection.id}` }),
};
