/** The settings of `npm start`. The sandbox's only reader of `process.env`; the product has its own in `config.ts`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { StartProblem } from './start-problem.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export interface SandboxConfig {
  /** Where the sandbox listens. */
  host: string;
  /** 0 picks a free port. */
  port: number;
  /** All that is remembered lies in this folder. */
  dataDir: string;
  /** Where browsers reach the sandbox, when that is not `http://HOST:PORT` (a tunnel, another machine). */
  publicUrl?: string;
  /** How much the app writes into its log file. */
  logLevel: (typeof LOG_LEVELS)[number];
  /** Set by a person who wants to try the bot in the real messenger. */
  realTokens: { telegram?: string; bale?: string };
  /** The program to run as the app instead of the product's `main.ts`: `npm start -- --app FILE`. */
  appEntry?: string;
  /** `npm start` is our parent: then we end when it ends. */
  startedByNpm: boolean;
  /** Everything else of the environment, handed on to the app as it is. */
  environment: NodeJS.ProcessEnv;
}

const botToken = z
  .string()
  .regex(/^\d+:[\w-]+$/, 'must be a token as BotFather gives it, such as 123456:AbC-dEf')
  .optional();

const schema = z.object({
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .default(8080),
  DATA_DIR: z.string().trim().min(1).default('./data'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://example.ir' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  TELEGRAM_BOT_TOKEN: botToken,
  BALE_BOT_TOKEN: botToken,
});

/** Throws a StartProblem that names every setting at fault. */
export function readSandboxConfig(
  environment: NodeJS.ProcessEnv = process.env,
  commandLine: string[] = process.argv.slice(2),
): SandboxConfig {
  const appEntry = readAppEntry(commandLine);
  const parsed = schema.safeParse(withoutEmptyValues(environment));
  if (!parsed.success) throw new StartProblem(describe(parsed.error, environment));
  const settings = parsed.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: resolve(settings.DATA_DIR),
    ...(settings.PUBLIC_URL && { publicUrl: settings.PUBLIC_URL }),
    logLevel: settings.LOG_LEVEL,
    realTokens: {
      ...(settings.TELEGRAM_BOT_TOKEN && { telegram: settings.TELEGRAM_BOT_TOKEN }),
      ...(settings.BALE_BOT_TOKEN && { bale: settings.BALE_BOT_TOKEN }),
    },
    ...(appEntry && { appEntry: resolve(appEntry) }),
    startedByNpm: environment.npm_lifecycle_event === 'start',
    environment,
  };
}

function readAppEntry(commandLine: string[]): string | undefined {
  try {
    return parseArgs({ args: commandLine, options: { app: { type: 'string' } } }).values.app;
  } catch {
    throw new StartProblem(
      `npm start does not understand "${commandLine.join(' ')}": settings are given before it, as in "PORT=8081 npm start".`,
    );
  }
}

function withoutEmptyValues(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

function describe(error: z.ZodError, environment: NodeJS.ProcessEnv): string {
  const faults = error.issues.map((issue) => {
    const name = issue.path.join('.');
    // A token is a secret even when it is a wrong one.
    const given = name.endsWith('TOKEN') ? '' : ` (it is "${environment[name] ?? ''}")`;
    return `  ${name} ${issue.message}${given}`;
  });
  return `These settings cannot be used; change or unset them and start again:\n${faults.join('\n')}`;
}
