import type { PoolConnection } from "mariadb";

import type { DebtPolicy } from "#core/ledger";
import { utcCalendar, writeSimpleRule } from "#core/rules";
import type { NewEarnRules } from "#usecases/ports/earn-rules";
import type { InstalledShop, Program, Programs, Shop } from "#usecases/ports/programs";

import type { Database } from "./database.server.ts";
import { insertEarnRules } from "./earn-rules.server.ts";
import { gatherReads } from "./gather.server.ts";
import { sendTogether } from "./ledger/statements.server.ts";
import { markUninstalled, proveInstalled, readUninstall, saveScopes } from "./shop-standing.server.ts";
import { inTransaction, isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

interface ShopRow {
  readonly id: number;
  readonly program_id: number;
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly state: Shop["state"];
  readonly scopes: string | null;
}

interface ProgramRow {
  readonly id: number;
  readonly name: string;
  readonly unit_name: string;
  readonly scale: number;
  readonly currency: string;
  readonly debt_policy: DebtPolicy;
}

const SHOP_COLUMNS = "id, program_id, domain, name, currency, state, scopes";
const PROGRAM_NAME_LENGTH = 100;
const SHOP_NAME_LENGTH = 255;

/** Programs, their shops and their earn rules on MySQL. Every event and every write asks for its shop and program. */
export function createMysqlPrograms(db: Db): Programs {
  const findShopByDomain = gatherReads((domains: readonly string[]) => findShopsByDomain(db, domains));
  const findProgram = gatherReads((programIds: readonly number[]) => findPrograms(db, programIds));
  return {
    installShop: (shop) => installShop(db, shop),
    markUninstalled: (domain, triggeredAt) => markUninstalled(db, domain, triggeredAt),
    readUninstall: (programId, shopId) => readUninstall(db, programId, shopId),
    proveInstalled: (domain, at) => proveInstalled(db, domain, at),
    saveScopes: (domain, scopes, at) => saveScopes(db, domain, scopes, at),
    findShopByDomain: async (domain) => (await findShopByDomain(domain)) ?? null,
    findShop: (programId, shopId) => findShop(db, "program_id = ? AND id = ?", [programId, shopId]),
    listShops: (programId) => findShops(db, "program_id = ?", [programId]),
    findProgram: async (programId) => (await findProgram(programId)) ?? null,
  };
}

async function installShop(db: Db, shop: InstalledShop): Promise<Shop> {
  const known = await reinstallShop(db, shop);
  if (known) {
    await letOwedGo(db, known);
    return known;
  }
  try {
    await createShop(db, shop);
  } catch (error) {
    // Two requests of a first install run side by side: the second one's program is rolled back with its shop.
    if (!isDuplicateKey(error)) throw error;
  }
  return installShop(db, shop);
}

/** A shop that is known becomes installed, under its present name; null: it is not known yet. */
async function reinstallShop(db: Db, shop: InstalledShop): Promise<Shop | null> {
  await db.pool.query(
    `UPDATE shop
        SET installed_at = IF(state = 'installed', installed_at, UTC_TIMESTAMP(3)),
            state = 'installed', uninstalled_at = NULL, shopify_id = COALESCE(?, shopify_id),
            name = ?, currency = ?
      WHERE domain = ?`,
    [shop.shopifyId ?? null, cut(shop.name, SHOP_NAME_LENGTH), shop.currency, shop.domain],
  );
  return findShop(db, "domain = ?", [shop.domain]);
}

/** What the shop was owed while it did not let the app in has waited long, and is due now. */
async function letOwedGo({ pool }: Db, { programId, shopId }: Shop): Promise<void> {
  await sendTogether(
    pool,
    ["intent", "document_intent"].map((table) => ({
      sql: `UPDATE ${table} SET due_at = UTC_TIMESTAMP(3)
        WHERE program_id = ? AND shop_id = ? AND kind LIKE 'shopify.%' AND state = 'due' AND due_at > UTC_TIMESTAMP(3)`,
      values: [programId, shopId],
    })),
  );
}

/** A program of its own, the shop, and the first earn rule. The shop's domain is the key. */
function createShop(db: Db, shop: InstalledShop): Promise<void> {
  return inTransaction(db, async (connection) => {
    const programId = await insertProgram(connection, shop);
    await connection.query(
      `INSERT INTO shop (program_id, domain, shopify_id, name, currency, state, installed_at)
       VALUES (?, ?, ?, ?, ?, 'installed', UTC_TIMESTAMP(3))`,
      [programId, shop.domain, shop.shopifyId ?? null, cut(shop.name, SHOP_NAME_LENGTH), shop.currency],
    );
    await insertEarnRules(connection, programId, firstEarnRules(shop));
  });
}

async function insertProgram(connection: PoolConnection, shop: InstalledShop): Promise<number> {
  const { insertId } = await connection.query<{ insertId: number }>(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES (?, 'credits', 0, ?, 'negative', UTC_TIMESTAMP(3))`,
    [cut(shop.name, PROGRAM_NAME_LENGTH), shop.currency],
  );
  return insertId;
}

function firstEarnRules({ currency, calendar = utcCalendar }: InstalledShop): NewEarnRules {
  const simple = { kind: "perCurrencyUnit", rounding: "floor", expiresAfterDays: null } as const;
  const rules = writeSimpleRule(
    { ...simple, enabled: true, creditsPerUnitMicros: 1_000_000, currency },
    null,
  );
  return {
    document: { ...rules, timeZone: calendar.timeZone },
    calendar,
    author: "system",
    reason: "First installation",
    activeFrom: null,
    rollbackOf: null,
    needsApproval: false,
  };
}

async function findShop(db: Db, condition: string, values: unknown[]): Promise<Shop | null> {
  return (await findShops(db, condition, values))[0] ?? null;
}

async function findShops({ pool }: Db, condition: string, values: unknown[]): Promise<Shop[]> {
  const rows = await pool.query<ShopRow[]>(
    `SELECT ${SHOP_COLUMNS} FROM shop WHERE ${condition} ORDER BY id`,
    values,
  );
  return rows.map(({ id, program_id, scopes, ...shop }) => ({
    shopId: id,
    programId: program_id,
    ...shop,
    scopes: scopes?.split(",").filter(Boolean) ?? null,
  }));
}

/** By the domain as it is stored, which is how every delivery names it. */
async function findShopsByDomain(db: Db, domains: readonly string[]): Promise<Map<string, Shop>> {
  const shops = await findShops(db, "domain IN (?)", [domains]);
  return new Map(shops.map((shop) => [shop.domain, shop]));
}

async function findPrograms({ pool }: Db, programIds: readonly number[]): Promise<Map<number, Program>> {
  const rows = await pool.query<ProgramRow[]>(
    "SELECT id, name, unit_name, scale, currency, debt_policy FROM program WHERE id IN (?)",
    [programIds],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        programId: row.id,
        name: row.name,
        unitName: row.unit_name,
        scale: row.scale,
        currency: row.currency,
        debtPolicy: row.debt_policy,
      },
    ]),
  );
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("");
}
