import { Redis } from "ioredis";

import type { Database } from "#adapters/mysql/database";

/** Every value of every table and of Redis as text, for looking for what must not be there. Bytes are read as Latin-1. */
export async function everythingStored(database: Database, redisUrl: string): Promise<string> {
  return [await everyRow(database), await everyKey(redisUrl)].join("\n");
}

async function everyRow({ pool }: Database): Promise<string> {
  const tables: { name: string }[] = await pool.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const rows: Record<string, unknown>[] = await pool.query(`SELECT * FROM \`${name}\``);
    for (const row of rows)
      lines.push(
        `${name}: ${Object.entries(row)
          .map(([column, value]) => `${column}=${asText(value)}`)
          .join(" | ")}`,
      );
  }
  return lines.join("\n");
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function everyKey(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const lines: string[] = [];
    for (const key of await redis.keys("*"))
      lines.push(`${key}: ${JSON.stringify(await valueOf(redis, key))}`);
    return lines.join("\n");
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, "0", "-1");
    case "stream":
      return redis.xrange(key, "-", "+") as Promise<unknown>;
    default:
      return null;
  }
}
