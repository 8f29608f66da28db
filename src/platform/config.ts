import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Joi from 'joi';

/** The settings of the environment; .env.example lists each with its default. */
export interface Config {
  production: boolean;
  port: number;
  baseUrl: string;
  databaseUrl: string | null;
  dataDir: string;
  secretKey: string;
  stripeSecretKey: string | null;
  stripeWebhookSecrets: string[];
  stripeApiBase: string | null;
  smtpUrl: string | null;
  mailFrom: { name: string; address: string };
  trustProxy: boolean;
  importAllowHosts: string[];
  workerPollMs: number;
  mailRetryMs: number;
  reconcileMs: number;
  logLevel: string;
  /** Signed-in demo links and the mailbox page; only `npm run demo` and tests set it. */
  demo: boolean;
}

/** Thrown by readConfig with every mistake at once, each naming its setting and the way out. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(
      `Offprint cannot start; ${mistakes.length} setting(s) are wrong:\n  - ${mistakes.join('\n  - ')}`,
    );
    this.mistakes = mistakes;
  }
}

const address = /^(?:(?<name>[^<>]*?)\s*<)?(?<address>[^\s<>@]+@[^\s<>@]+)>?$/;
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

// Joi's own sentence would repeat the value, which may be a secret.
const messages = { 'string.pattern.name': '{#label} must be {#name}' };
const httpUrl = Joi.string().uri({ scheme: ['http', 'https'] });

/** Names, forms and defaults of the environment; the repository test compares it with .env.example. */
export const environment = {
  NODE_ENV: Joi.string().valid('production', 'development', 'test').default('development'),
  PORT: Joi.number().integer().min(0).max(65535).default(3000),
  BASE_URL: httpUrl,
  DATABASE_URL: Joi.string().uri({ scheme: ['postgres', 'postgresql'] }),
  DATA_DIR: Joi.string().default('./var'),
  SECRET_KEY: Joi.string(),
  STRIPE_SECRET_KEY: Joi.string().pattern(
    /^(sk|rk)_(test|live)_\w+$/,
    'a secret or restricted key',
  ),
  STRIPE_WEBHOOK_SECRET: Joi.string().pattern(
    /^whsec_\S+$/,
    'a signing secret that begins with whsec_',
  ),
  STRIPE_API_BASE: httpUrl,
  SMTP_URL: Joi.string().uri({ scheme: ['smtp', 'smtps'] }),
  MAIL_FROM: Joi.string().pattern(address, 'Name <address>'),
  TRUST_PROXY: Joi.boolean().default(false),
  IMPORT_ALLOW_HOSTS: Joi.string().allow('').default(''),
  WORKER_POLL_MS: Joi.number().integer().min(50).max(60000).default(500),
  MAIL_RETRY_MS: Joi.number().integer().min(50).max(3600000).default(60000),
  RECONCILE_MS: Joi.number().integer().min(1000).max(86400000).default(600000),
  LOG_LEVEL: Joi.string()
    .valid('fatal', 'error', 'warn', 'info', 'debug', 'silent')
    .default('info'),
} as const;

interface Read extends Partial<
  Record<
    | 'BASE_URL'
    | 'DATABASE_URL'
    | 'SECRET_KEY'
    | 'STRIPE_SECRET_KEY'
    | 'STRIPE_WEBHOOK_SECRET'
    | 'STRIPE_API_BASE'
    | 'SMTP_URL'
    | 'MAIL_FROM',
    string
  >
> {
  NODE_ENV: string;
  PORT: number;
  DATA_DIR: string;
  TRUST_PROXY: boolean;
  IMPORT_ALLOW_HOSTS: string;
  WORKER_POLL_MS: number;
  MAIL_RETRY_MS: number;
  RECONCILE_MS: number;
  LOG_LEVEL: string;
}

function productionMistakes(read: Read): string[] {
  const mistakes: string[] = [];
  const need = (name: keyof Read, why: string): void => {
    if (read[name] === undefined) mistakes.push(`${name} is missing: ${why}`);
  };
  need('BASE_URL', 'the public https address of this portal');
  need('SECRET_KEY', 'at least 32 random characters, for example from `openssl rand -base64 32`');
  need('SMTP_URL', 'letters must leave the house: smtp://user:password@host:587');
  need('MAIL_FROM', 'the sender of letters, as Name <address>');
  if (read.BASE_URL?.startsWith('http:'))
    mistakes.push('BASE_URL must begin with https:// in production');
  if (read.STRIPE_API_BASE !== undefined)
    mistakes.push('STRIPE_API_BASE is for tests and the demo only; remove it in production');
  if (read.STRIPE_SECRET_KEY !== undefined && read.STRIPE_WEBHOOK_SECRET === undefined)
    mistakes.push('STRIPE_WEBHOOK_SECRET is missing: payments would never be noticed without it');
  return mistakes;
}

function commonMistakes(read: Read): string[] {
  const mistakes: string[] = [];
  const key = read.SECRET_KEY;
  if (key !== undefined && (key.length < 32 || new Set(key).size < 10))
    mistakes.push('SECRET_KEY is too weak: use at least 32 random characters');
  if (read.STRIPE_API_BASE !== undefined && read.STRIPE_SECRET_KEY?.includes('_live_'))
    mistakes.push(
      'STRIPE_SECRET_KEY is a live key, but STRIPE_API_BASE points elsewhere than Stripe',
    );
  return mistakes;
}

function developmentKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

function mailFrom(text: string | undefined): { name: string; address: string } {
  const found = address.exec(text ?? 'Offprint <licensing@localhost.example.org>')?.groups;
  return { name: found?.['name'] ?? '', address: found?.['address'] ?? '' };
}

/**
 * Reads and checks the settings. Empty values count as unset. Throws ConfigError with all mistakes.
 * Outside production a missing SECRET_KEY is made once and kept in DATA_DIR, so links outlive a restart.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(environment)
      .filter((name) => env[name] !== undefined && env[name] !== '')
      .map((name) => [name, env[name]]),
  );
  const result = Joi.object<Read>(environment).validate(given, { abortEarly: false, messages });
  const mistakes = (result.error?.details ?? []).map((detail) =>
    detail.message.replaceAll('"', ''),
  );
  const read = result.value as Read;
  const production = read.NODE_ENV === 'production';
  if (production) mistakes.push(...productionMistakes(read));
  mistakes.push(...commonMistakes(read));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return {
    production,
    port: read.PORT,
    baseUrl: (read.BASE_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, ''),
    databaseUrl: read.DATABASE_URL ?? null,
    dataDir: read.DATA_DIR,
    secretKey: read.SECRET_KEY ?? developmentKey(read.DATA_DIR),
    stripeSecretKey: read.STRIPE_SECRET_KEY ?? null,
    stripeWebhookSecrets: list(read.STRIPE_WEBHOOK_SECRET ?? ''),
    stripeApiBase: read.STRIPE_API_BASE ?? null,
    smtpUrl: read.SMTP_URL ?? null,
    mailFrom: mailFrom(read.MAIL_FROM),
    trustProxy: read.TRUST_PROXY,
    importAllowHosts: list(read.IMPORT_ALLOW_HOSTS),
    workerPollMs: read.WORKER_POLL_MS,
    mailRetryMs: read.MAIL_RETRY_MS,
    reconcileMs: read.RECONCILE_MS,
    logLevel: read.LOG_LEVEL,
    demo: false,
  };
}
