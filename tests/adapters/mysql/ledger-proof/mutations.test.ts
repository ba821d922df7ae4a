import { createConnection } from "mariadb";
import type { Connection } from "mariadb";
import { verifyLedger } from "#usecases/verify-ledger";
import { afterAll, beforeAll, expect, it } from "vitest";

import { parseDatabaseUrl } from "../../../../scripts/migrate/database-address.mjs";
import { postHistory } from "../../../support/ledger-history.ts";
import { mutate, seededRandom } from "../../../support/ledger-mutations.ts";
import type { MutableTable, Mutation } from "../../../support/ledger-mutations.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { historyInMemory, readLedgerTables } from "../../../support/ledger-tables.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

let world: LedgerWorld;
let owner: Connection;
let tables: MutableTable[];
let members: Set<number>;
let emptyAccount: number;

beforeAll(async () => {
  world = await createLedgerWorld();
  emptyAccount = (await postHistory(world))[3] ?? 0;
  tables = await readLedgerTables(world.database.pool);
  members = new Set(tables.flatMap((table) => table.rows.flatMap((row) => Number(row["member_id"] ?? NaN))));
  members.delete(NaN);
  const { ssl: _, ...address } = parseDatabaseUrl(
    world.testDatabase.migrateUrl,
    "TEST_MIGRATION_DATABASE_URL",
  );
  owner = await createConnection({ ...address, allowPublicKeyRetrieval: true, timezone: "Z" });
  // What a table's own constraints refuse is a mutation that cannot happen; byte for byte is what is written.
  await owner.query("SET SESSION time_zone = '+00:00'");
});
afterAll(async () => {
  await owner.end();
  await world.close();
});

const everyKind = [
  ...["adjust", "adoptExigoMovement", "captureHold", "earn", "expireHold", "expireLots", "mature", "open"],
  ...["placeHold", "reverse", "transferIn", "transferOut", "voidHold", "writeOffDebt"],
];

it("is tried on a history with every kind of entry", () => {
  const entries = tables.find((table) => table.name === "entry")?.rows ?? [];
  expect([...new Set(entries.map((entry) => entry["kind"]))].sort()).toEqual(everyKind);
});

it("finds each of 10,000 random mutations of the ledger's rows", async () => {
  const random = seededRandom(20_261_120);
  const missed: string[] = [];
  const tried = new Map<string, number>();
  for (let found = 0; found < 10_000;) {
    const mutation = nextMutation(random);
    tried.set(mutation.table, (tried.get(mutation.table) ?? 0) + 1);
    const history = historyInMemory(world.programId, mutation.tables, members);
    const { ok } = await verifyLedger({ ...memoryPorts, history }, { programId: world.programId });
    if (ok) missed.push(mutation.words);
    found += 1;
  }
  expect(missed).toEqual([]);
  expect(Math.min(...tried.values())).toBeGreaterThan(500);
}, 300_000);

it("finds each of 300 random mutations of the tables of a real database", async () => {
  const random = seededRandom(7);
  const missed: string[] = [];
  for (let tried = 0; tried < 300;) {
    const mutation = nextMutation(random);
    if (!(await write(mutation))) continue;
    tried += 1;
    const { ok } = await verifyLedger(proofPorts(world.database), { programId: world.programId });
    if (ok) missed.push(mutation.words);
    await restore(mutation.table);
  }
  expect(missed).toEqual([]);
  expect(await verifyLedger(proofPorts(world.database), { programId: world.programId })).toMatchObject({
    ok: true,
  });
}, 300_000);

const memoryPorts = {
  checkpoints: { findNewest: () => Promise.resolve(null) },
  verifications: {
    now: () => Promise.resolve("2026-11-20T00:00:00.000Z"),
    save: () => Promise.resolve(),
  },
  get hash() {
    return proofPorts(world.database).hash;
  },
};

function nextMutation(random: () => number): Mutation {
  for (;;) {
    const mutation = mutate(random, tables);
    if (mutation && !meansNothing(mutation)) return mutation;
  }
}

/**
 * Nothing is said by when an account without entries was made, nor by its number: no entry, key or checkpoint names
 * it. JSON is compared by what it says: an escaped letter is the letter.
 */
function meansNothing({ table, tables: after }: Mutation): boolean {
  const said = (all: readonly MutableTable[]) =>
    JSON.stringify(all.find((each) => each.name === table)?.rows.map(meaningOf));
  return said(after) === said(tables);
}

function meaningOf(row: Record<string, unknown>): Record<string, unknown> {
  if (row["entry_count"] === 0) return { ...row, updated_at: null, id: emptyAccount };
  const json = ["trace", "result", "more"].filter((column) => column in row);
  return { ...row, ...Object.fromEntries(json.map((column) => [column, parsed(row[column])])) };
}

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json)) as unknown;
  } catch {
    return json;
  }
}

/** Writes the mutated table; false when the database's constraints refuse the change. */
async function write({ table, tables: after }: Mutation): Promise<boolean> {
  try {
    await replaceRows(after.find((each) => each.name === table));
    return true;
  } catch {
    await restore(table);
    return false;
  }
}

const restore = (name: string) => replaceRows(tables.find((table) => table.name === name));

async function replaceRows(table: MutableTable | undefined): Promise<void> {
  if (!table) return;
  await owner.query(`DELETE FROM \`${table.name}\``);
  for (const row of table.rows) {
    const columns = Object.keys(row);
    await owner.query(
      `INSERT INTO \`${table.name}\` (${columns.map((column) => `\`${column}\``).join(", ")})
       VALUES (${columns.map(() => "?").join(", ")})`,
      Object.values(row),
    );
  }
}
