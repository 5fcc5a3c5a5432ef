/**
 * The manner in which Shahkar and the civil registry are asked: Zohal's inquiry protocol, one POST per service with a
 * bearer token, answered by `{result: 1, response_body: {data, …}}` or, when refused, by `{result: 0, …}` with an error code.
 */
import { validateNationalIdChecksum } from '@persian-tools/persian-tools';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SystemName, Systems } from '../systems.ts';
import { meetFault } from './meet-fault.ts';

export interface Inquiry<Query> {
  systems: Systems;
  system: SystemName;
  /** Last part of the path. */
  service: string;
  token: string;
  query: z.ZodType<Query>;
  /** The `data` of the answer. */
  answer: (query: Query) => object;
  /** How another company under the same switch says "too many requests"; null where it is Zohal that was asked. */
  limited?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;
}

/** A code that fails this is refused as INVALID_NATIONAL_CODE; one that nobody has is merely not matched. */
export const nationalCodeSchema = z
  .string()
  .regex(/^\d{10}$/)
  .refine((code) => !/^(\d)\1{9}$/.test(code) && validateNationalIdChecksum(code));

export function serveInquiry<Query>(app: FastifyInstance, inquiry: Inquiry<Query>): void {
  meetFault(app, inquiry.systems, inquiry.system, {
    limited: (request, reply, retryAfterSeconds) => {
      reply.header('retry-after', retryAfterSeconds);
      return (
        inquiry.limited?.(request, reply) ??
        refuse(reply, 429, 'TOO_MANY_REQUESTS', 'تعداد درخواست‌ها بیش از حد مجاز است')
      );
    },
  });

  app.post(`/api/v0/services/inquiry/${inquiry.service}`, (request, reply) => {
    if (request.headers.authorization !== `Bearer ${inquiry.token}`) {
      return refuse(reply, 401, 'UNAUTHORIZED', 'توکن معتبر نیست');
    }
    const query = inquiry.query.safeParse(request.body);
    if (!query.success) return refuse(reply, 400, errorCodeOf(query.error), 'پارامترهای ورودی معتبر نیست');
    return reply.send({
      result: 1,
      response_body: {
        data: inquiry.answer(query.data),
        error_code: null,
        message: 'عملیات با موفقیت انجام شد',
      },
    });
  });
}

function errorCodeOf(error: z.ZodError): string {
  const field = String(error.issues[0]?.path[0] ?? 'parameters');
  return `INVALID_${field.toUpperCase()}`;
}

function refuse(reply: FastifyReply, status: number, errorCode: string, message: string): FastifyReply {
  return reply
    .code(status)
    .send({ result: 0, response_body: { data: null, error_code: errorCode, message } });
}
