import { insertRows } from "#adapters/mysql/ledger/statements";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adjust } from "../../../core/ledger/commands.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

const hostile = [
  "it's",
  "back\\slash",
  "\\'; DROP TABLE entry; -- ",
  "'; DROP TABLE entry; -- ",
  "a\nb\u0000c",
  "Grüße 🎁 “quoted”",
  'double "quotes"',
  "what? why? :name",
  "x' OR '1'='1",
  "/* comment */ -- #",
];

describe("text in a packet", () => {
  it("stands in the statement only when it is plain, and is bound otherwise", () => {
    const written = insertRows("t", ["a", "b"], [["plain-1 ~ #?", "it's"], ["back\\slash", null]]); // prettier-ignore
    expect(written).toEqual({
      sql: "INSERT INTO t (a, b) VALUES ('plain-1 ~ #?',?), (?,NULL)",
      values: ["it's", "back\\slash"],
    });
  });

  let world: LedgerWorld;
  let customers = 0;
  beforeAll(async () => {
    world = await createLedgerWorld();
  });
  afterAll(() => world.close());

  it.each([...hostile, hostile])("is read back as it was told: %j", async (...texts) => {
    const accountId = await world.addAccount((customers += 1));
    const notes = texts.flat();
    const commands = notes.map((note, index) =>
      adjust(`${accountId}/${index}`, 1, {
        accountId,
        note,
        trace: { note },
        cause: { kind: "staff", ref: note.slice(0, 40) },
      }),
    );
    await createMysqlLedger(world.database).post(world.programId, commands);
    const rows: { note: string; trace: unknown; cause_ref: string }[] = await world.database.pool.query(
      `SELECT n.note, e.trace, e.cause_ref FROM entry e
         JOIN entry_note n ON n.program_id = e.program_id AND n.account_id = e.account_id AND n.seq = e.seq
        WHERE e.program_id = ? AND e.account_id = ? ORDER BY e.seq`,
      [world.programId, accountId],
    );
    const read = rows.map(({ note, trace, cause_ref: ref }) => ({
      note,
      trace: typeof trace === "string" ? (JSON.parse(trace) as unknown) : trace,
      ref,
    }));
    expect(read).toEqual(notes.map((note) => ({ note, trace: { note }, ref: note.slice(0, 40) })));
  });
});
