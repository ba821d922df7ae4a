import type { EventEmitter } from "node:events";

import { PrismaMariaDb } from "@prisma/adapter-mariadb";
import { createPool } from "mariadb";
import type { Pool, PoolConfig } from "mariadb";

import { Fault } from "#core/units";
import { PrismaClient } from "#prisma";

import { prepareProcessForDriver } from "./driver-process.server.ts";
import { inOrder } from "./fifo-pool.server.ts";

/** Both ways to the database; they share one pool. */
export interface Database {
  /** The driver's pool: for statements that are hot or sensitive to what runs beside them. */
  readonly pool: Pool;
  /** For ordinary reads and writes. */
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/** The database did not do what was asked; `retryable` is true when another try may succeed. */
export class DatabaseFault extends Fault {
  readonly code = "database_unavailable";
  readonly retryable = true;
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name`, with `?ssl=true` for TLS. */
  readonly url: string;
  readonly connections: number;
}

/** Bytes of a text gathered from many rows: more than a packet can be, so the packet's limit is what refuses it. */
const LONGEST_TEXT = 1_073_741_824;

const ACQUIRE_TIMEOUT_MS = 3_000;

/** Opens a pool lazily: an unreachable database shows with the first statement, not here. */
export function openDatabase(options: DatabaseOptions): Database {
  prepareProcessForDriver();
  const driverPool = createPool(poolConfig(options));
  // The driver emits connection errors on the pool as well as to the statement that met them; without a
  // listener Node would end the process.
  (driverPool as unknown as EventEmitter).on("error", () => undefined);
  const pool = inOrder(driverPool, options.connections);
  const prisma = new PrismaClient({
    adapter: new PrismaMariaDb(pool, { database: databaseName(options.url) }),
  });
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    if (!pool.closed) await pool.end();
  };
  return { pool, prisma, close };
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function poolConfig({ url, connections }: DatabaseOptions): PoolConfig {
  const address = new URL(url);
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
  return {
    host: address.hostname,
    port: Number(address.port || 3306),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: databaseName(url),
    ...(address.searchParams.get("ssl") === "true" ? { ssl: true } : {}),
    // MySQL's own authentication needs the server's key on a connection without TLS; on this machine
    // nobody can put another key in its place.
    allowPublicKeyRetrieval: loopback,
    connectionLimit: connections,
    acquireTimeout: ACQUIRE_TIMEOUT_MS,
    initializationTimeout: ACQUIRE_TIMEOUT_MS,
    connectTimeout: ACQUIRE_TIMEOUT_MS - 1_000,
    timezone: "Z",
    initSql: [
      "SET time_zone = '+00:00'",
      "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
      "SET SESSION innodb_lock_wait_timeout = 5",
      // The ledger reads all lots of an account as one text; MySQL would cut it off after 1,024 bytes, MariaDB after 1 MiB.
      `SET SESSION group_concat_max_len = ${LONGEST_TEXT}`,
    ],
    // A reset on release would forget the session's time zone and isolation level.
    resetAfterUse: false,
    bigIntAsNumber: true,
    insertIdAsNumber: true,
    checkNumberRange: true,
    decimalAsNumber: false,
    multipleStatements: true,
    charset: "utf8mb4",
    // Errors of the driver quote the statement; its values may be personal data.
    logParam: false,
    debugLen: 0,
  };
}
