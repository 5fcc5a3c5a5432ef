import { listen } from './server.ts';
import { lockFolder } from './storage/folder-lock.ts';
import { Store } from './storage/store.ts';

export interface MongoOptions {
  /** Where everything is kept. Made if it does not exist; one server at a time. */
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface RunningMongo {
  readonly port: number;
  /** What to give to a driver. */
  readonly uri: string;
  /** Disconnects everybody and resolves when all is on the disk. */
  close(): Promise<void>;
}

/** Starts the server in this process. To keep it off the caller's event loop, run `main.ts` as a process of its own. */
export async function startMongo({ dataDir, port, host = '127.0.0.1' }: MongoOptions): Promise<RunningMongo> {
  const unlock = await lockFolder(dataDir);
  let store: Store | undefined;
  try {
    store = new Store(dataDir);
    const listening = await listen(store, host, port);
    return {
      port: listening.port,
      uri: `mongodb://${host}:${listening.port}/?replicaSet=rs0&directConnection=true`,
      close: async () => {
        await listening.close();
        await unlock();
      },
    };
  } catch (error) {
    await store?.close();
    await unlock();
    throw error;
  }
}
