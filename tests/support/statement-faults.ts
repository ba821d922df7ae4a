import type { Pool, PoolConnection } from "mariadb";
import type { Database } from "#adapters/mysql/database";

/** How often the ledger met which error of the server, by its number; made by a test or by the server alone. */
export type MetErrors = Record<number, number>;

/** As the server does when it chose this transaction to end a deadlock: all of it is undone. */
const DEADLOCK = [
  "ROLLBACK",
  "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock'",
];
/** As the server does when a lock was not to be had in time: the statement is undone, the transaction stays. */
const LOCK_WAIT = [
  "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1205, MESSAGE_TEXT = 'Lock wait timeout exceeded'",
];

/**
 * The database with a fault in `rate` (0 to 1) of the statements, half of them deadlocks and half lock waits. The
 * server itself raises them, in place of the statement and within its packet, so what comes before has happened,
 * what comes after has not, and the error is the driver's own.
 */
export function withStatementFaults(
  database: Database,
  { rate, random }: { rate: number; random: () => number },
): { database: Database; met: MetErrors } {
  const met: MetErrors = {};
  const spoil = (packet: string): string =>
    packet
      .split(";\n")
      .flatMap((statement) =>
        random() < rate ? [...(random() < 0.5 ? DEADLOCK : LOCK_WAIT), statement] : [statement],
      )
      .join(";\n");
  const query = async (
    connection: PoolConnection,
    packet: string | { sql: string },
    values: unknown,
  ): Promise<unknown> => {
    const spoiled = typeof packet === "string" ? spoil(packet) : { ...packet, sql: spoil(packet.sql) };
    try {
      return await connection.query(spoiled, values);
    } catch (error) {
      const { errno } = error as { errno: number };
      met[errno] = (met[errno] ?? 0) + 1;
      throw error;
    }
  };
  const pool = replacing(database.pool, {
    getConnection: async () => {
      const connection = await database.pool.getConnection();
      return replacing(connection, {
        query: (packet: string | { sql: string }, values: unknown) => query(connection, packet, values),
      });
    },
  });
  return { database: { ...database, pool }, met };
}

/** The same object with some methods of its own; the driver's classes have private fields, so it is no copy. */
function replacing<Target extends Pool | PoolConnection>(
  target: Target,
  methods: Record<string, unknown>,
): Target {
  return new Proxy(target, {
    get(inner, name) {
      if (typeof name === "string" && name in methods) return methods[name];
      const value: unknown = Reflect.get(inner, name, inner);
      return typeof value === "function" ? value.bind(inner) : value;
    },
  });
}
