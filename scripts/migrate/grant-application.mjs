import { appendOnlyTables } from "./append-only-tables.mjs";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";

/** Tables that are no business of the application. */
const closedTables = ["_prisma_migrations"];

/**
 * Gives the application's user its rights on every table: to read and write rows, and on append-only tables to
 * read and add only. A right to change
 * or delete entries that somebody gave it otherwise is refused.
 *
 * @param {import("mariadb").Connection} connection of the migrating user, which needs GRANT OPTION
 * @param {string} account the application's user as the server knows it: name@host
 */
export async function grantApplication(connection, account) {
  const quoted = quoteAccount(connection, account);
  const rows = await connection.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  );
  const tables = rows.map((row) => row.name).filter((name) => !closedTables.includes(name));
  try {
    for (const table of tables) await grantTable(connection, quoted, table);
  } catch (error) {
    throw new ClearFailure(
      `The migrating user cannot give ${account} its rights (${error.sqlMessage ?? error.message}): grant it ALL on this database WITH GRANT OPTION.`,
      { cause: error },
    );
  }
  await refuseWiderRights(connection, account);
}

async function grantTable(connection, account, table) {
  const appendOnly = appendOnlyTables.includes(table);
  const rights = appendOnly ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
  await connection.query(`GRANT ${rights} ON \`${table}\` TO ${account}`);
}

function quoteAccount(connection, account) {
  const at = account.lastIndexOf("@");
  return `${connection.escape(account.slice(0, at))}@${connection.escape(account.slice(at + 1))}`;
}

async function refuseWiderRights(connection, account) {
  // Needs the right to read the grant tables; where the migrating user lacks it, the server's owner answers for them.
  const grants = await connection
    .query(`SHOW GRANTS FOR ${quoteAccount(connection, account)}`)
    .catch(() => []);
  const [{ database }] = await connection.query("SELECT DATABASE() AS `database`");
  const lines = grants.map((grant) => String(Object.values(grant)[0]));
  const tooWide = lines.find((line) => isWiderThanAllowed(line, database));
  if (!tooWide) return;
  const shown = tooWide.replace(/ IDENTIFIED .*/, "");
  throw new ClearFailure(
    `The application's user ${account} could change entries of the ledger (${shown}): revoke that right, the migration grants what it needs table by table.`,
  );
}

function isWiderThanAllowed(line, database) {
  const match = /^GRANT (.+?) ON (\S+) TO /.exec(line);
  if (!match || !/\b(ALL PRIVILEGES|UPDATE|DELETE|DROP|ALTER)\b/.test(match[1])) return false;
  const target = match[2].replaceAll("`", "").replaceAll("\\_", "_");
  const forbidden = ["*.*", `${database}.*`, ...appendOnlyTables.map((table) => `${database}.${table}`)];
  return forbidden.includes(target);
}
