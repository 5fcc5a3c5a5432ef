import { listen } from './server.ts';
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
  const store = new Store(dataDir);
  try {
    const { port: boundPort, close } = await listen(store, host, port);
    return {
      port: boundPort,
      uri: `mongodb://${host}:${boundPort}/?replicaSet=rs0&directConnection=true`,
      close,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
