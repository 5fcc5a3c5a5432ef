/** Lets a system read HTML forms, unless the server around it already does. */
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';

export async function acceptForms(app: FastifyInstance): Promise<void> {
  if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) await app.register(formbody);
}
