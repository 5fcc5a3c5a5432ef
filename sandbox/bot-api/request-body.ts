/** Reads a call's parameters from wherever the Bot API allows them: query, form, JSON, multipart with files. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptForms } from '../providers/form-body.ts';
import type { Upload } from './methods/method.ts';
import type { Parameters } from './parameters.ts';

/** The real ones take files up to 50 MB; the method judges by its own, smaller limits. */
const UPLOAD_BYTES_MAX = 50 * 1024 * 1024 + 1;
const BODY_BYTES_MAX = 60 * 1024 * 1024;

const parametersSchema = z.record(z.string(), z.unknown()).catch({});

export async function acceptCallBodies(app: FastifyInstance): Promise<void> {
  await acceptForms(app);
  if (!app.hasContentTypeParser('multipart/form-data')) {
    await app.register(multipart, {
      limits: { fileSize: UPLOAD_BYTES_MAX, fields: 1_000, fieldSize: 1024 * 1024, files: 20 },
      throwFileSizeLimit: true,
    });
  }
}

export const callRouteOptions = { bodyLimit: BODY_BYTES_MAX };

export interface CallBody {
  parameters: Parameters;
  uploads: Map<string, Upload>;
}

/** What comes in the body goes before what comes in the query. */
export async function readCallBody(request: FastifyRequest): Promise<CallBody> {
  const query = parametersSchema.parse(request.query);
  if (request.isMultipart()) {
    const { fields, uploads } = await readParts(request);
    return { parameters: { ...query, ...fields }, uploads };
  }
  return { parameters: { ...query, ...parametersSchema.parse(request.body) }, uploads: new Map() };
}

async function readParts(request: FastifyRequest) {
  const fields: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = part.value;
    else {
      uploads.set(part.fieldname, {
        content: await part.toBuffer(),
        fileName: part.filename,
        mimeType: part.mimetype,
      });
    }
  }
  return { fields, uploads };
}
