import { createConnection } from "mariadb";

import { ClearFailure } from "../bootstrap/clear-failure.mjs";

/**
 * Reads a database address of the form mysql://user:password@host:port/database, with ?ssl=true for TLS.
 *
 * @param {string} url
 * @param {string} variable where the address came from, for the failure
 * @returns {{host: string, port: number, user: string, password: string, database: string, ssl: boolean}}
 */
export function parseDatabaseUrl(url, variable) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const database = parsed ? decodeURIComponent(parsed.pathname.slice(1)) : "";
  if (!parsed || !["mysql:", "mariadb:"].includes(parsed.protocol) || !parsed.hostname || !database) {
    throw new ClearFailure(
      `${variable} is not a database address: it reads mysql://user:password@host:port/database.`,
    );
  }
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 3306),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database,
    ssl: parsed.searchParams.get("ssl") === "true",
  };
}

/**
 * Opens one connection; a refusal or a silent host becomes a sentence that names the cause.
 *
 * @param {string} url
 * @param {string} variable the environment variable that holds the address
 * @returns {Promise<import("mariadb").Connection>}
 */
export async function connectToDatabase(url, variable) {
  return openConnection(parseDatabaseUrl(url, variable), variable);
}

/**
 * The account that the server takes an address's user for, such as hc_app@%. Logs in without choosing a database,
 * because before the first migration the application's user has no right to any.
 *
 * @param {string} url
 * @param {string} variable the environment variable that holds the address
 * @returns {Promise<string>} name@host
 */
export async function readAccount(url, variable) {
  const { database: _, ...server } = parseDatabaseUrl(url, variable);
  const connection = await openConnection(server, variable);
  try {
    const [{ account }] = await connection.query("SELECT CURRENT_USER() AS account");
    return account;
  } finally {
    await connection.end();
  }
}

async function openConnection(address, variable) {
  try {
    return await createConnection({
      ...address,
      multipleStatements: true,
      timezone: "Z",
      initSql: ["SET time_zone = '+00:00'"],
      connectTimeout: 5_000,
      // MySQL's own log-in asks for it without TLS; the key comes over the loopback only.
      allowPublicKeyRetrieval: ["127.0.0.1", "localhost", "[::1]"].includes(address.host),
    });
  } catch (error) {
    throw new ClearFailure(connectionSentence(error, address, variable), { cause: error });
  }
}

function connectionSentence(error, { host, port, user, database }, variable) {
  const where = `The database at ${host}:${port}`;
  const code = error.code ?? error.cause?.code;
  if (code === "ER_ACCESS_DENIED_ERROR" || code === "ER_ACCESS_DENIED_NO_PASSWORD_ERROR") {
    return `${where} refuses the password of user "${user}": correct ${variable}.`;
  }
  if (code === "ER_DBACCESS_DENIED_ERROR") {
    return `${where} does not let user "${user}" use the database "${database}": grant it the right, or correct ${variable}.`;
  }
  if (code === "ER_BAD_DB_ERROR") {
    return `${where} has no database "${database}": create it, or correct ${variable}.`;
  }
  return `${where} cannot be reached (${code ?? error.message}): start it, or correct ${variable}.`;
}
