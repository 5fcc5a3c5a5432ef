import { type AddressInfo, createServer, type Socket, type Server as TcpServer } from 'node:net';
import type { Connection, Server } from './call.ts';
import { CursorStore } from './cursors.ts';
import { dispatch } from './dispatch.ts';
import { Sessions } from './sessions.ts';
import type { Store } from './storage/store.ts';
import { removeExpired } from './ttl.ts';
import { MessageSplitter, type Request, readRequest, writeReply } from './wire.ts';

const housekeepingMs = 500;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a store on a port until closed. */
export async function listen(store: Store, host: string, port: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  const tcp = createServer({ noDelay: true });
  await bind(tcp, host, port);
  const { port: boundPort } = tcp.address() as AddressInfo;
  const server: Server = {
    store,
    sessions: new Sessions(store),
    cursors: new CursorStore(),
    address: `${host}:${boundPort}`,
    startedAt: new Date(),
  };
  let connections = 0;
  tcp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(server, socket, { id: ++connections });
  });
  const housekeeping = setInterval(() => keepHouse(server), housekeepingMs).unref();
  return {
    port: boundPort,
    close: async () => {
      clearInterval(housekeeping);
      const closed = new Promise((resolve) => tcp.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      server.sessions.abortAll();
      await store.close();
    },
  };
}

function bind(tcp: TcpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(port, host, () => {
      tcp.off('error', reject);
      resolve();
    });
  });
}

function serve(server: Server, socket: Socket, connection: Connection): void {
  const splitter = new MessageSplitter();
  let last = Promise.resolve();
  socket.on('data', (chunk) => {
    try {
      for (const message of splitter.push(chunk)) {
        const request = readRequest(message);
        last = last.then(() => answer(server, socket, connection, request));
      }
    } catch (error) {
      console.error(`Connection ${connection.id} is closed: ${String(error)}`);
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => server.sessions.abandon(connection));
}

async function answer(
  server: Server,
  socket: Socket,
  connection: Connection,
  request: Request,
): Promise<void> {
  const reply = await dispatch(server, connection, request.body);
  if (request.wantsReply && socket.writable) socket.write(writeReply(request, reply));
}

/** What has to happen from time to time. A failure is told; the next time may do better. */
function keepHouse({ store, sessions, cursors }: Server): void {
  const failed = (error: unknown): void => console.error('Housekeeping failed:', error);
  try {
    sessions.expire();
    cursors.expire();
    removeExpired(store);
    store.compactIfWorthwhile().catch(failed);
  } catch (error) {
    failed(error);
  }
}
