import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createMysqlDocuments } from "#adapters/mysql/documents";
import { FLOW_DIRECTIONS, OWNERSHIP } from "#core/sync";
import type { DocumentDraft, DocumentKind } from "#core/sync";
import type { ClaimedDocument } from "#usecases/ports/documents";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let programId: number;
let steps = 0;

const options = { host: "test", pid: 1, leaseSeconds: 30 };
const documents = () => createMysqlDocuments(world.database, options);

beforeAll(async () => {
  world = await createLedgerWorld();
  ({ programId } = world);
  await world.database.pool.query(
    `INSERT INTO exigo_mirror (program_id, mirror, host, company, point_account_id, state, handed_over_to, relink)
     VALUES (?, 1, 'exigo.test', 'demo', 1, 'finished', 0, FALSE),
            (?, 2, 'exigo.test', 'demo', 2, 'finished', 0, FALSE),
            (?, 3, 'exigo.test', 'other', 1, 'finished', 0, FALSE)`,
    [programId, programId, programId],
  );
  await world.database.pool.query(
    `INSERT INTO exigo_connection (program_id, base_url, company, login_name, sealed_password, point_account_id, state,
       drift_policy, drift_limit, poll_seconds, updated_at, mirror)
     VALUES (?, 'https://exigo.test/3.0', 'demo', 'api', 'x', 1, 'active', 'adopt', 0, 60, UTC_TIMESTAMP(3), 1)`,
    [programId],
  );
});

beforeEach(async () => {
  await world.database.pool.query("DELETE FROM document_intent WHERE program_id = ?", [programId]);
  await connectTo(1, "active");
});

afterAll(() => world.close());

async function connectTo(mirror: number, state: "active" | "paused"): Promise<void> {
  await world.database.pool.query("UPDATE exigo_connection SET mirror = ?, state = ? WHERE program_id = ?", [
    mirror,
    state,
    programId,
  ]);
}

function draft(changes: Partial<DocumentDraft> = {}): DocumentDraft {
  steps += 1;
  return {
    kind: "exigo.order",
    document: "order/1/1",
    stepKey: `step-${steps}`,
    shopId: world.shopId,
    memberId: null,
    domain: "orders",
    fields: ["order"],
    content: { step: steps },
    ...changes,
  };
}

async function store(...changes: Partial<DocumentDraft>[]): Promise<number[]> {
  const { ids } = await documents().enqueue(programId, changes.map(draft));
  return [...ids];
}

async function claimed(id: number | undefined): Promise<ClaimedDocument> {
  const step = await documents().claim(programId, id ?? 0);
  if (!step) throw new Error(`step ${id} cannot be claimed`);
  return step;
}

async function letPass(seconds: number): Promise<void> {
  await world.database.pool.query(
    `UPDATE document_intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND,
       lease_until = lease_until - INTERVAL ? SECOND, created_at = created_at - INTERVAL ? SECOND
      WHERE program_id = ?`,
    [seconds, seconds, seconds, seconds, programId],
  );
}

const CONFIRMED = { state: "confirmed", remoteRef: "7" } as const;
const WAITS = { state: "waiting", waitsFor: "item/1/5", error: "the line has no item" } as const;

describe("a lane", () => {
  test("lets one step go at a time, in the order in which they were stored", async () => {
    const [first, second] = await store({}, {});
    expect(await documents().claim(programId, second ?? 0)).toBeNull();
    const step = await claimed(first);
    expect(step).toMatchObject({ state: "due", attempts: 0, claim: 1, destinationIsConnected: true });
    expect(await documents().claim(programId, first ?? 0)).toBeNull();
    expect(await documents().findDue(10)).toEqual([]);
    expect(await documents().finish(step, CONFIRMED)).toBe(true);
    expect(await documents().findNext(step)).toBe(second);
    expect((await claimed(second)).id).toBe(second);
  });

  test.each(["refused", "needs_review"] as const)("stands still behind a step that is %s", async (state) => {
    const [first, second] = await store({}, {});
    await documents().finish(await claimed(first), { state, error: "no" });
    expect(await documents().claim(programId, second ?? 0)).toBeNull();
    expect(await documents().findDue(10)).toEqual([]);
  });

  test("does not hold up another document", async () => {
    const [first, other] = await store({}, { document: "order/1/2" });
    await claimed(first);
    expect(await documents().findDue(10)).toEqual([{ programId, id: other }]);
  });
});

describe("a claim", () => {
  test("that ran out while the step was being sent comes back as unknown", async () => {
    const [id] = await store({});
    const lost = await claimed(id);
    expect(await documents().markSending(lost)).toBe(true);
    await letPass(31);
    const again = await claimed(id);
    expect(again).toMatchObject({ state: "unknown", claim: 2 });
    expect(again.sentAt).not.toBeNull();
    expect(await documents().markSending(lost)).toBe(false);
    expect(await documents().finish(lost, CONFIRMED)).toBe(false);
  });

  test("by several processes at once is had by one", async () => {
    const [id] = await store({});
    const claims = await Promise.all(Array.from({ length: 6 }, () => documents().claim(programId, id ?? 0)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("that failed is due again when its time comes, and counts its attempts", async () => {
    const [id] = await store({});
    const outcome = { state: "due", inMs: 2_000, error: "down", countsAsAttempt: true } as const;
    await documents().finish(await claimed(id), outcome);
    expect(await documents().claim(programId, id ?? 0)).toBeNull();
    await letPass(2);
    expect(await claimed(id)).toMatchObject({ attempts: 1, sentAt: null });
  });
});

describe("a step that waits", () => {
  test("is due when what it waits for is told, and only then", async () => {
    const [id] = await store({});
    await documents().finish(await claimed(id), WAITS);
    expect(await documents().findDue(10)).toEqual([]);
    expect(await documents().wake(programId, "item/1/6")).toEqual([]);
    expect(await documents().wake(programId, "item/1/5")).toEqual([id]);
    expect((await claimed(id)).state).toBe("due");
  });

  test("is woken by the step that it waits for, in the same commit", async () => {
    const [id, other] = await store({}, { document: "order/1/2" });
    await documents().finish(await claimed(id), WAITS);
    await documents().finish(await claimed(other), { ...CONFIRMED, wakes: [WAITS.waitsFor] });
    expect(await documents().findDue(10)).toEqual([{ programId, id }]);
  });

  test("does not sleep through a word that came while it was tried", async () => {
    const [id] = await store({});
    const first = await claimed(id);
    await documents().wake(programId, WAITS.waitsFor);
    await documents().finish(first, WAITS);
    await letPass(5);
    const second = await claimed(id);
    await letPass(3_600);
    // The claim's lease has run out by now; it is the word that matters.
    await documents().wake(programId, WAITS.waitsFor);
    await documents().finish(second, WAITS);
    await letPass(5);
    expect(await documents().findDue(10)).toEqual([{ programId, id }]);
  });

  test("is looked at again ever more rarely", async () => {
    const [id] = await store({});
    await documents().finish(await claimed(id), WAITS);
    await letPass(5);
    await documents().finish(await claimed(id), WAITS);
    await letPass(600);
    await documents().finish(await claimed(id), WAITS);
    await letPass(590);
    expect(await documents().findDue(10)).toEqual([]);
    await letPass(30);
    expect(await documents().findDue(10)).toEqual([{ programId, id }]);
  });
});

describe("the place that a step is owed to", () => {
  test("must be the one that the connection leads to; another point account there is the same place", async () => {
    const [id] = await store({});
    await connectTo(3, "active");
    expect(await documents().findDue(10)).toEqual([]);
    expect((await claimed(id)).destinationIsConnected).toBe(false);
    await letPass(31);
    await connectTo(2, "active");
    expect(await documents().findDue(10)).toEqual([{ programId, id }]);
  });

  test("gets nothing while the connection is paused", async () => {
    await store({});
    await connectTo(1, "paused");
    expect(await documents().findDue(10)).toEqual([]);
  });

  const customer: Partial<DocumentDraft> = {
    kind: "exigo.customer",
    document: "customer/7",
    domain: "customers",
    fields: ["firstName"],
  };

  test("keeps what is owed to another place from holding up a customer there", async () => {
    const [before] = await store(customer);
    await connectTo(3, "active");
    const [here, shown] = await store(customer, { ...customer, kind: "shopify.customer", fields: ["rank"] });
    expect(await documents().findDue(10)).toEqual([{ programId, id: here }]);
    await documents().finish(await claimed(here), CONFIRMED);
    await documents().finish(await claimed(shown), CONFIRMED);
    expect(await documents().findDue(10)).toEqual([]);
    await connectTo(1, "active");
    expect(await documents().findDue(10)).toEqual([{ programId, id: before }]);
  });

  test("stays the order's own for all that becomes of the order, one step after the other", async () => {
    const [first] = await store({});
    await connectTo(3, "active");
    const [later] = await store({ kind: "exigo.payment", fields: ["payment"] });
    expect(await documents().findDue(10)).toEqual([]);
    expect(await documents().claim(programId, later ?? 0)).toBeNull();
    await connectTo(1, "active");
    await documents().finish(await claimed(first), CONFIRMED);
    expect(await documents().findDue(10)).toEqual([{ programId, id: later }]);
  });
});

describe("storing", () => {
  test("the same step again changes nothing", async () => {
    const one = draft();
    const [id] = (await documents().enqueue(programId, [one])).ids;
    await documents().finish(await claimed(id), CONFIRMED);
    expect(await documents().enqueue(programId, [{ ...one, content: { other: true } }])).toEqual({
      ids: [],
      refused: [],
    });
    expect(await documents().listSteps(programId, one.document)).toMatchObject([
      { id, state: "confirmed", remoteRef: "7", content: one.content },
    ]);
  });

  test("records every write against the owner, each once, and stores nothing of it", async () => {
    const wrong = OWNERSHIP.flatMap(({ domain, fields, directions }) =>
      FLOW_DIRECTIONS.filter(
        (direction) => direction !== "to_ledger" && !directions.includes(direction),
      ).flatMap((direction) =>
        fields.map((field) =>
          draft({
            // Kinds name the system that they write to; the domain is what the step says of itself.
            kind: (direction === "to_exigo" ? "exigo.order" : "shopify.anything") as DocumentKind,
            domain,
            fields: [field],
          }),
        ),
      ),
    );
    expect(wrong.length).toBeGreaterThan(15);
    for (let again = 0; again < 2; again += 1) {
      const { ids, refused } = await documents().enqueue(programId, wrong);
      expect(ids).toEqual([]);
      expect(refused).toHaveLength(wrong.length);
    }
    const recorded: { domain: string; field: string }[] = await world.database.pool.query(
      "SELECT domain, field FROM ownership_refusal WHERE program_id = ? AND code = 'flow_against_owner' ORDER BY id",
      [programId],
    );
    expect(recorded).toEqual(wrong.map(({ domain, fields: [field] }) => ({ domain, field })));
    const stored = await world.database.pool.query("SELECT 1 FROM document_intent WHERE program_id = ?", [
      programId,
    ]);
    expect(stored).toEqual([]);
  });
});

describe("a person's decision", () => {
  const decision = { staff: "gid://shopify/User/1", note: "" };

  test("is stored with the end of the claim that it is about, once", async () => {
    const [id = 0, next] = await store({}, {});
    await documents().finish(await claimed(id), { state: "needs_review", error: "who knows" });
    const found = await documents().find(programId, id);
    expect(found).toMatchObject({ state: "needs_review", claim: 1 });
    const input = { ...decision, programId, id, claim: 1, from: "needs_review" } as const;
    expect(await documents().settle({ ...input, settlement: "dropped", verdict: "drop" })).toBe(true);
    expect(await documents().settle({ ...input, settlement: "due", verdict: "send_again" })).toBe(false);
    expect(await documents().findVerdict(programId, id, 1)).toBe("drop");
    expect((await claimed(next)).id).toBe(next);
  });
});

test("programs take turns, however many steps one of them has", async () => {
  await store(...Array.from({ length: 5 }, (_, index) => ({ document: `order/1/${index}` })));
  const { insertId: other } = await world.database.pool.query(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES ('Other', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
  );
  await world.database.pool.query(
    `INSERT INTO exigo_mirror (program_id, mirror, host, company, point_account_id, state, handed_over_to, relink)
     VALUES (?, 1, 'exigo.test', 'theirs', 1, 'finished', 0, FALSE)`,
    [other],
  );
  await world.database.pool.query(
    `INSERT INTO exigo_connection (program_id, base_url, company, login_name, sealed_password, point_account_id, state,
       drift_policy, drift_limit, poll_seconds, updated_at, mirror)
     VALUES (?, 'https://exigo.test/3.0', 'theirs', 'api', 'x', 1, 'active', 'adopt', 0, 60, UTC_TIMESTAMP(3), 1)`,
    [other],
  );
  const { ids } = await documents().enqueue(other, [draft({ shopId: null })]);
  const due = await documents().findDue(2);
  expect(due.map((row) => row.programId).toSorted()).toEqual([programId, other].toSorted());
  expect(due.map(({ id }) => id)).toContain(ids[0]);
});
