import { Redis } from "ioredis";

import { requireServiceAddress, workerNumber } from "./environment.ts";

export interface TestRedis {
  /** Address with the number of a database that no other test file uses at the same time. */
  readonly url: string;
  flush(): Promise<void>;
}

const markKey = "hybrid-credits:test";

/**
 * An empty Redis database of this worker's own.
 *
 * @throws when REDIS_URL named a Redis that holds keys which no test has put there
 */
export async function createTestRedis(): Promise<TestRedis> {
  const url = new URL(requireServiceAddress("TEST_REDIS_URL"));
  url.pathname = `/${workerNumber()}`;
  const flush = async () => {
    const redis = new Redis(url.href);
    try {
      const isOurs = (await redis.dbsize()) === 0 || (await redis.exists(markKey)) === 1;
      if (!isOurs)
        throw new Error(`Redis database ${workerNumber()} holds keys that no test made; it is left alone.`);
      await redis.multi().flushdb().set(markKey, "1").exec();
    } finally {
      redis.disconnect();
    }
  };
  await flush();
  return { url: url.href, flush };
}
