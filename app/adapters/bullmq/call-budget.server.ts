import { randomUUID } from "node:crypto";

import { Redis } from "ioredis";

import type { Admission, CallAllowance, CallBudget } from "#usecases/ports/call-budget";

import { admitScript } from "./call-budget-script.server.ts";
import { onceUntilRecovered, reconnectDelayMs } from "./connection.server.ts";
import type { QueueAddress } from "./connection.server.ts";

/** A budget that all processes of one installation share. */
export interface SharedCallBudget extends CallBudget {
  disconnect(): Promise<void>;
}

interface CallBudgetOptions {
  /** Called once when Redis goes away. */
  readonly onOutage: (failure: unknown) => void;
  /** Milliseconds of a clock; Redis's own unless given. */
  readonly now?: () => number;
}

/** What each turn leaves of calls and places to those before it, in thousandths. */
const RESERVES: Readonly<Record<CallAllowance["turn"], { calls: number; places: number }>> = {
  person: { calls: 0, places: 0 },
  points: { calls: 0, places: 0 },
  documents: { calls: 100, places: 125 },
  polls: { calls: 300, places: 250 },
  catalog: { calls: 500, places: 500 },
};
const COMMAND_TIMEOUT_MS = 1_000;
/**
 * While Redis is away each process has this part of a company's calls for itself, one at a time: points flow on, and four
 * processes together stay within what the company may.
 */
const SHARE_ALONE = 4;
const MINUTE_MS = 60_000;

/** Counts a company's calls in Redis, for all processes; while Redis is away, each process keeps to a small share. */
export function createCallBudget(address: QueueAddress, options: CallBudgetOptions): SharedCallBudget {
  const outage = onceUntilRecovered(options.onOutage);
  const redis = new Redis(address.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: COMMAND_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: reconnectDelayMs,
  });
  redis.on("error", outage.failed);
  redis.on("ready", outage.recovered);
  // Only the first connection is waited for: while one that was lost is made anew, calls go on.
  const firstConnection = new Promise<void>((resolve) => {
    redis.once("ready", resolve);
    redis.once("close", resolve);
  });
  const clock = options.now ?? (() => Date.now());
  const alone = createOwnShare(clock);
  const key = (company: string, what: string): string => `${address.prefix}:exigo-calls:{${company}}:${what}`;

  return {
    async admit(allowance) {
      const call = randomUUID();
      await firstConnection;
      if (redis.status !== "ready") return alone.admit(allowance, call);
      try {
        const waitMs = await askRedis(redis, key, allowance, { call, now: options.now?.() ?? "" });
        return waitMs === 0 ? { admitted: true, call } : { admitted: false, waitMs };
      } catch (failure) {
        outage.failed(failure);
        return alone.admit(allowance, call);
      }
    },
    async end(company, call) {
      if (alone.end(company, call)) return;
      // A place that cannot be given back is free again when the call's longest time is over.
      await redis.zrem(key(company, "running"), call).catch(outage.failed);
    },
    async close(company, forMs) {
      const until = clock() + forMs;
      alone.close(company, until);
      await redis.set(key(company, "closed"), until, "PX", forMs).catch(outage.failed);
    },
    async disconnect() {
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}

async function askRedis(
  redis: Redis,
  key: (company: string, what: string) => string,
  { company, turn, callsPerMinute, callsAtOnce, longestMs, patienceMs }: CallAllowance,
  { call, now }: { call: string; now: number | "" },
): Promise<number> {
  const { calls, places } = RESERVES[turn];
  const keys = ["bucket", "running", "closed", "person"].map((what) => key(company, what));
  const personWaitsMs = turn === "person" ? patienceMs : "";
  const values = [callsPerMinute, callsAtOnce, calls, places, longestMs, call, now, personWaitsMs];
  return Number(await redis.eval(admitScript, keys.length, ...keys, ...values));
}

/** What a process allows itself while nobody counts for all: one call at a time, evenly over the minute. */
function createOwnShare(clock: () => number) {
  const companies = new Map<string, { running: string | null; endsAt: number; nextAt: number }>();
  const of = (company: string) => {
    const known = companies.get(company) ?? { running: null, endsAt: 0, nextAt: 0 };
    companies.set(company, known);
    return known;
  };
  return {
    admit({ company, callsPerMinute, longestMs }: CallAllowance, call: string): Admission {
      const own = of(company);
      const now = clock();
      if (own.running !== null && own.endsAt > now) return { admitted: false, waitMs: 20 };
      if (own.nextAt > now) return { admitted: false, waitMs: own.nextAt - now };
      own.running = call;
      own.endsAt = now + longestMs;
      own.nextAt = now + (MINUTE_MS * SHARE_ALONE) / callsPerMinute;
      return { admitted: true, call };
    },
    /** False: the call was not admitted here. */
    end(company: string, call: string): boolean {
      const own = of(company);
      if (own.running !== call) return false;
      own.running = null;
      return true;
    },
    close(company: string, until: number): void {
      of(company).nextAt = Math.max(of(company).nextAt, until);
    },
  };
}
