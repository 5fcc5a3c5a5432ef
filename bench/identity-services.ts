/** Shahkar and the civil registry as Zohal sells them, answering "yes, and the name is …" to everyone at once. */
import { createServer } from 'node:http';
import { closeServer, listenLocally } from './local-server.ts';

export interface IdentityServices {
  /** API root of both services. */
  root: string;
  close(): Promise<void>;
}

const MATCHED = { matched: true };
const PERSON = {
  matched: true,
  first_name: 'سارا',
  last_name: 'کارآموز',
  father_name: 'علی',
  alive: true,
  is_dead: false,
};

export async function startIdentityServices(): Promise<IdentityServices> {
  const server = createServer((request, response) => {
    const data = request.url?.endsWith('/national_identity_inquiry') ? PERSON : MATCHED;
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ result: 1, response_body: { data, message: 'موفق' } }));
  });
  return { root: await listenLocally(server), close: () => closeServer(server) };
}
