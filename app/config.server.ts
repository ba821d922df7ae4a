import { z } from "zod";

import { DEFAULT_ATTEMPTS, isWebhookTopic } from "#core/inbox";
import type { RetryPolicy } from "#core/inbox";
import { Fault } from "#core/units";

/** The environment does not describe a running app. The message names keys, never their values. */
export class ConfigFault extends Fault {
  readonly code = "config_invalid";
}

/** A key that seals secrets at rest; `id` is stored beside what it sealed. */
export interface SecretKey {
  readonly id: string;
  readonly key: Buffer;
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, "is no port number")
  .transform(Number);
const seconds = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, "is no whole number above zero")
  .transform(Number);

const hourOfDay = z
  .string()
  .regex(/^([01]?\d|2[0-3])$/, "is no hour from 0 to 23")
  .transform(Number);

const addressOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `is no ${protocols.join(" or ")} address`,
  });

/** `id:base64key[,id:base64key]`: the first key seals, all of them open. */
const secretKeys = z.string().transform((text, context): SecretKey[] => {
  const keys = text.split(",").map((part) => {
    const [id = "", encoded = ""] = part.trim().split(":");
    return { id, key: Buffer.from(encoded, "base64") };
  });
  const distinct = new Set(keys.map((each) => each.id)).size === keys.length;
  if (!distinct || keys.some(({ id, key }) => !/^[A-Za-z0-9_-]{1,16}$/.test(id) || key.length !== 32)) {
    context.addIssue({ code: "custom", message: "is no list of id:key with 32-byte keys in base64" });
  }
  return keys;
});

const MOST_ATTEMPTS = 100;
const MOST_BODY_DAYS = 30;

const upTo = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, `is no whole number from 1 to ${most}`)
    .transform(Number)
    .refine((number) => number <= most, { message: `is no whole number from 1 to ${most}` });

/** `topic:number[,topic:number]`, such as `orders/create:12,customers/update:4`. */
const attemptsByTopic = z.string().transform((text, context): RetryPolicy["attemptsByTopic"] => {
  const pairs = text.split(",").map((part) => {
    const [topic = "", attempts = ""] = part.trim().split(":");
    return { topic, attempts: /^[1-9]\d{0,2}$/.test(attempts) ? Number(attempts) : Number.NaN };
  });
  if (pairs.some(({ topic, attempts }) => !isWebhookTopic(topic) || !(attempts <= MOST_ATTEMPTS))) {
    context.addIssue({
      code: "custom",
      message: "is no list of topic:number with topics of shopify.app.toml",
    });
  }
  return Object.fromEntries(pairs.map(({ topic, attempts }) => [topic, attempts]));
});

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  DATABASE_URL: addressOf("mysql:", "mariadb:"),
  DATABASE_CONNECTIONS: seconds.default(16),
  REDIS_URL: addressOf("redis:", "rediss:"),
  /** Keeps several installations apart on one Redis. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "holds other characters than a-z, 0-9 and -")
    .default("hybrid-credits"),
  SHOPIFY_APP_URL: addressOf("https:", "http:"),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** The secret before a rotation: webhooks signed with it are accepted too. */
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional(),
  SECRET_KEYS: secretKeys,
  INBOX_LEASE_SECONDS: seconds.default(30),
  /** Tries of a webhook before a person must look at it; a topic may have a number of its own. */
  INBOX_ATTEMPTS: upTo(MOST_ATTEMPTS).default(DEFAULT_ATTEMPTS),
  INBOX_ATTEMPTS_BY_TOPIC: attemptsByTopic.default({}),
  /** How long the bodies of webhooks are kept, sealed. */
  INBOX_BODY_DAYS: upTo(MOST_BODY_DAYS).default(MOST_BODY_DAYS),
  SWEEP_SECONDS: seconds.default(5),
  /** How long a write to Exigo with a lost answer may still appear there; it is not sent again before. */
  EXIGO_QUIET_SECONDS: seconds.default(30),
  /** When all balances are compared with Exigo's each night, in UTC, and how often those that changed are. */
  EXIGO_COMPARE_HOUR: hourOfDay.default(3),
  EXIGO_COMPARE_MINUTES: seconds.default(60),
  /** Between two routine re-readings of a shop's orders and customers, and how far each looks behind the last. */
  REREAD_MINUTES: seconds.default(15),
  REREAD_OVERLAP_MINUTES: seconds.default(30),
  WORKER_CONCURRENCY: seconds.default(10),
  /** Writes to Exigo and to stores at once: they wait for answers, and hardly for this machine. */
  DELIVERY_CONCURRENCY: seconds.default(40),
  /** Between two looks for what was posted since the last; reports are behind by about as much. */
  ROLLUP_SECONDS: seconds.default(15),
  /** When the proof of each night is due, in UTC. */
  LEDGER_PROOF_HOUR: hourOfDay.default(2),
  /** Where a copy of each night's checkpoint is written; best a place that the database's owner cannot change. */
  LEDGER_CHECKPOINT_FOLDER: z.string().min(1).optional(),
});

export type Config = Readonly<z.output<typeof schema>>;

/**
 * Reads the environment. An empty value counts as missing.
 * Throws a {@link ConfigFault} that names every missing or malformed key.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const complaints = result.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    return given[key] === undefined ? `${key} is missing` : `${key} ${wordsFor(issue)}`;
  });
  throw new ConfigFault(`The configuration is not complete: ${[...new Set(complaints)].join("; ")}.`);
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `is none of ${issue.values.join(", ")}`;
  return issue.message.startsWith("is ") || issue.message.startsWith("holds ")
    ? issue.message
    : "is malformed";
}

let current: Config | undefined;

/** The process's configuration, read once. Throws a {@link ConfigFault} when it is not complete. */
export function getConfig(): Config {
  current ??= readConfig(process.env);
  return current;
}
