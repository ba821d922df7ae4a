import { appendOnlyTables } from "./append-only-tables.mjs";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";

/** Tables that are no business of the application. */
const closedTables = ["_prisma_migrations"];

/**
 * Gives the application's user its rights on every table: to read and write rows, and on append-only tables to
 * read and add only.
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

/**
 * Refuses an application's user that could change or delete entries by a right that the migration has not given.
 *
 * @param {import("mariadb").Connection} appConnection of the application's user, which may read its own rights
 * @param {string} account name@host
 * @param {string} database
 */
export async function refuseWiderRights(appConnection, account, database) {
  const grants = await appConnection.query("SHOW GRANTS");
  const lines = grants.map((grant) => String(Object.values(grant)[0]));
  const tooWide = lines.find((line) => isWiderThanAllowed(line, database));
  if (!tooWide) return;
  const shown = tooWide.replace(/ (IDENTIFIED|WITH GRANT) .*/, "");
  throw new ClearFailure(
    `The application's user ${account} could change entries of the ledger (${shown}): revoke that right, the migration grants what it needs table by table.`,
  );
}

function isWiderThanAllowed(line, database) {
  const match = /^GRANT (.+?) ON `?([^`]+)`?\.`?([^`]+?)`? TO /.exec(line);
  if (!match || !/\b(ALL PRIVILEGES|UPDATE|DELETE|DROP|ALTER)\b/.test(match[1])) return false;
  const [, , databases, table] = match;
  const isThisDatabase = databases === "*" || likePattern(databases).test(database);
  return isThisDatabase && (table === "*" || appendOnlyTables.includes(table));
}

/** The names that a grant's database part stands for: % and _ are wildcards in it. */
function likePattern(text) {
  const pattern = text.replace(/\\?[%_]|[.*+?^${}()|[\]]/g, (part) => {
    if (part === "%") return ".*";
    if (part === "_") return ".";
    return part.startsWith("\\") ? part.slice(1) : `\\${part}`;
  });
  return new RegExp(`^${pattern}$`);
}
