/** `GET /sandbox/people`: everybody whom the registry knows. `POST /sandbox/people`: one more, or a change to one of them. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Population, SandboxPerson } from '../population.ts';
import { isNationalCode } from '../world/national-code.ts';

const accountSchema = z.strictObject({
  userId: z.string().regex(/^[1-9]\d{0,15}$/, 'must be decimal digits'),
  username: z
    .string()
    .regex(/^\w{3,32}$/)
    .optional(),
  languageCode: z.string().min(2).max(12).default('fa'),
});

const nationalCode = z.string().refine(isNationalCode, 'must be ten digits with a valid check digit');
const mobile = z.string().regex(/^09\d{9}$/, 'must look like 09991234567');
const name = z.string().trim().min(1).max(60);

/** Only names and code are needed; the rest has the values of an ordinary trainee without a chat account. */
const personSchema = z.strictObject({
  nationalCode,
  firstName: name,
  lastName: name,
  fatherName: name.default('علی'),
  birthDate: z
    .string()
    .regex(/^1[34]\d\d\/(0[1-9]|1[0-2])\/(0[1-9]|[12]\d|3[01])$/, 'must be Jalali, such as 1377/09/03')
    .default('1377/09/03'),
  gender: z.enum(['woman', 'man']).optional(),
  alive: z.boolean().default(true),
  mobile: mobile.optional(),
  mobileRegisteredTo: nationalCode.optional(),
  role: z.enum(['trainee', 'portal-user', 'staff']).default('trainee'),
  note: z.string().max(200).default('ساخته‌شده در همین جعبهٔ شنی'),
  accounts: z
    .strictObject({ telegram: accountSchema.optional(), bale: accountSchema.optional() })
    .default({}),
});

/** To be registered under `/sandbox/people`. */
export function createPeopleControl(population: Population): FastifyPluginAsync {
  return async (app) => {
    app.get('/', () => population.all());

    app.post('/', async (request, reply) => {
      const parsed = personSchema.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
      const person = withoutUndefined(parsed.data);
      const conflict = conflictOf(person, population);
      if (conflict) return reply.code(409).send({ error: conflict });
      population.put(person);
      return reply.code(201).send(person);
    });
  };
}

/** A mobile and a chat account belong to one person only. */
function conflictOf(person: SandboxPerson, population: Population): string | undefined {
  for (const other of population.all()) {
    if (other.nationalCode === person.nationalCode) continue;
    const whose = `already belongs to the person with national code ${other.nationalCode}.`;
    if (person.mobile && other.mobile === person.mobile) return `The mobile ${person.mobile} ${whose}`;
    for (const platform of ['telegram', 'bale'] as const) {
      const userId = person.accounts[platform]?.userId;
      if (userId && other.accounts[platform]?.userId === userId) {
        return `The ${platform} account ${userId} ${whose}`;
      }
    }
  }
  return undefined;
}

/** A person as it will be after having been kept as JSON. */
function withoutUndefined(person: z.infer<typeof personSchema>): SandboxPerson {
  return JSON.parse(JSON.stringify(person)) as SandboxPerson;
}
