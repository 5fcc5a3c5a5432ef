/**
 * Reads the parameters of a call. They come as strings (query, form) or as JSON values; every method takes both,
 * and complaints are worded like the real ones.
 */
import { z } from 'zod';
import { badRequest } from './errors.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** Numbers and booleans are taken as their text; objects are not. */
export function stringOf(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** Undefined when absent or not a whole number. */
export function integerOf(parameters: Parameters, name: string): number | undefined {
  const text = stringOf(parameters, name)?.trim();
  if (!text || !/^[-+]?\d{1,16}$/.test(text)) return undefined;
  return Number(text);
}

export function numberOf(parameters: Parameters, name: string): number | undefined {
  const text = stringOf(parameters, name)?.trim();
  const value = Number(text || Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

export function flagOf(parameters: Parameters, name: string): boolean {
  return ['true', 'yes', '1', 't', 'y'].includes((stringOf(parameters, name) ?? '').toLowerCase());
}

/** A structured value, also when it comes as JSON text; undefined when absent. `what` names it in the complaint. */
export function jsonOf<T>(
  parameters: Parameters,
  name: string,
  schema: z.ZodType<T>,
  what: string,
): T | undefined {
  const value = parameters[name];
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = schema.safeParse(typeof value === 'string' ? parseJson(value, what) : value);
  if (!parsed.success)
    throw badRequest(`can't parse ${what}: ${parsed.error.issues[0]?.message ?? 'wrong type'}`);
  return parsed.data;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}

/** `message_id`; its absence has its own complaint. */
export function messageIdOf(parameters: Parameters, name = 'message_id'): number {
  const id = integerOf(parameters, name);
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified');
  return id;
}

const messageIdsSchema = z.array(z.coerce.number().int()).min(1).max(100);

export function messageIdsOf(parameters: Parameters): number[] {
  const ids = jsonOf(parameters, 'message_ids', messageIdsSchema, 'message identifiers');
  if (!ids) throw badRequest('message identifiers are not specified');
  return ids;
}
