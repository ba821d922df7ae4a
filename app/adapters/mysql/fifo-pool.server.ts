import type { Pool, PoolConnection } from "mariadb";

import { Fault } from "#core/units";

/** Every connection stayed busy for too long; nothing was sent. */
export class PoolBusyFault extends Fault {
  readonly code = "database_busy";
  readonly retryable = true;
}

const WAIT_LIMIT_MS = 15_000;

/**
 * The pool with its waiters served in the order they came. The driver's own `getConnection` lets waiters
 * starve for seconds under load, so no more callers than connections are ever let through to it.
 */
export function inOrder(pool: Pool, connections: number, waitLimitMs = WAIT_LIMIT_MS): Pool {
  const turnstile = new Turnstile(connections, waitLimitMs);
  const overrides: Partial<Record<PropertyKey, unknown>> = {
    getConnection: () => lend(pool, turnstile),
    query: (...args: Parameters<Pool["query"]>) => turnstile.run(() => pool.query(...args)),
    execute: (...args: Parameters<Pool["execute"]>) => turnstile.run(() => pool.execute(...args)),
    batch: (...args: Parameters<Pool["batch"]>) => turnstile.run(() => pool.batch(...args)),
    importFile: (...args: Parameters<Pool["importFile"]>) => turnstile.run(() => pool.importFile(...args)),
  };
  return new Proxy(pool, {
    get(target, property) {
      if (property in overrides) return overrides[property];
      // The driver's class has private fields: its methods and getters must see the pool itself.
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A connection whose release gives the place back, once, however it ends. */
async function lend(pool: Pool, turnstile: Turnstile): Promise<PoolConnection> {
  await turnstile.enter();
  let connection: PoolConnection;
  try {
    connection = await pool.getConnection();
  } catch (cause) {
    turnstile.leave();
    throw cause;
  }
  let lent = true;
  const leaveOnce = (): void => {
    if (lent) turnstile.leave();
    lent = false;
  };
  const release = connection.release.bind(connection);
  const destroy = connection.destroy.bind(connection);
  const giveBack = (): Promise<void> => release().finally(leaveOnce);
  return Object.assign(connection, {
    release: giveBack,
    end: giveBack,
    close: giveBack,
    destroy: (): void => {
      destroy();
      leaveOnce();
    },
  });
}

/** A counting semaphore with a queue: places are handed over in the order they were asked for. */
class Turnstile {
  #free: number;
  readonly #waitLimitMs: number;
  readonly #waiting = new Set<() => void>();

  constructor(places: number, waitLimitMs: number) {
    this.#free = places;
    this.#waitLimitMs = waitLimitMs;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const proceed = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(proceed);
        reject(new PoolBusyFault(`no connection came free within ${this.#waitLimitMs} ms`));
      }, this.#waitLimitMs);
      this.#waiting.add(proceed);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
