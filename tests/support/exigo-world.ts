import { randomBytes } from "node:crypto";

import { createExigoClient } from "#adapters/exigo/client";
import { createMysqlBalances } from "#adapters/mysql/balances";
import { createMysqlDriftCases } from "#adapters/mysql/drift-cases";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlExigoMovements } from "#adapters/mysql/exigo-movements";
import { createMysqlHandOvers } from "#adapters/mysql/hand-overs";
import { createMysqlIntents } from "#adapters/mysql/intents";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMemberFacts } from "#adapters/mysql/member-facts";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlNamedLock } from "#adapters/mysql/named-lock";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createSealing } from "#adapters/system/sealing";
import type { ExigoSetup } from "#core/exigo";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import { deliverIntent } from "#usecases/deliver-intent";
import { pollExigo } from "#usecases/poll-exigo";
import type { ExigoSettings } from "#usecases/ports/exigo";
import type { ShopifyAnswer, StorefrontBalance } from "#usecases/ports/storefront";

import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import type { FaultKind } from "../../simulators/exigo/faults/fault-queue.ts";
import { createLedgerWorld } from "./ledger-world.ts";

export type ExigoWorld = Awaited<ReturnType<typeof createExigoWorld>>;

export const PASSWORD = "demo-password";
const POLICY = { ...DEFAULT_DELIVERY_POLICY, quietMs: 30_000 };

/** A ledger on a real database, connected with an Exigo simulator over a real socket; or not yet connected. */
export async function createExigoWorld({ connected = true } = {}) {
  const ledgerWorld = await createLedgerWorld();
  const { database, programId } = ledgerWorld;
  const exigo = await startExigoSimulator();
  const sealing = createSealing([{ id: "test", key: randomBytes(32) }]);
  const written: { customerIds: readonly string[]; balance: StorefrontBalance }[] = [];
  const storefrontAnswers: ShopifyAnswer[] = [];
  const faults: unknown[] = [];
  const ports = {
    ledger: createMysqlLedger(database),
    intents: createMysqlIntents(database, { host: "test", pid: 1, leaseSeconds: 30 }),
    exigoConnections: createMysqlExigoConnections(database, sealing),
    exigo: createExigoClient({ allowLoopback: true, timeoutMs: 1_000 }),
    members: createMysqlMembers(database),
    memberFacts: createMysqlMemberFacts(database),
    programs: createMysqlPrograms(database),
    drift: createMysqlDriftCases(database),
    exigoMovements: createMysqlExigoMovements(database),
    withLock: createMysqlNamedLock(database),
    handOvers: createMysqlHandOvers(database),
    balances: createMysqlBalances(database),
    // why: what Shopify answers has tests of its own; here only the order and number of writes matter.
    storefront: {
      writeBalance: (_shop: string, customerIds: readonly string[], balance: StorefrontBalance) => {
        written.push({ customerIds, balance });
        return Promise.resolve(storefrontAnswers.shift() ?? { ok: true as const });
      },
      removeBalance: () => Promise.resolve({ ok: true as const }),
    },
    jitter: () => 0,
    onFailure: (_intent: unknown, failure: unknown) => faults.push(failure),
  };
  const settings: ExigoSettings = {
    programId,
    baseUrl: `${exigo.url}/3.0`,
    company: "demo",
    loginName: "api",
    pointAccountId: 1,
    driftPolicy: "adopt",
    driftLimitMinor: 1_000,
    pollSeconds: 5,
    historyUrl: null,
    historyLagSeconds: 300,
  };
  const connect = (
    changes: Partial<ExigoSettings> & { password?: string; sameBooks?: boolean; setup?: ExigoSetup } = {},
  ) => ports.exigoConnections.save({ ...settings, password: PASSWORD, ...changes });
  if (connected) await connect();
  const company = () => {
    const found = exigo.simulator.company("demo");
    if (!found) throw new Error("the simulator has no company");
    return found;
  };
  const deliver = (id: number) => deliverIntent(ports, { programId, id }, POLICY);

  return {
    ...ledgerWorld,
    exigo,
    ports,
    settings,
    sealing,
    written,
    storefrontAnswers,
    faults,
    company,
    deliver,
    connect,
    /** Hands over everything that is to be handed over, a few accounts at a time. */
    async handOver(): Promise<void> {
      while (await ports.handOvers.handOverNext(programId, 2));
    },
    /** Posts an earning and returns its entry's sequence. */
    async earn(accountId: number, amountMinor: number, key: string): Promise<number> {
      const effectiveAt = "2026-11-20T12:00:00.000Z";
      const [result] = await ports.ledger.post(programId, [
        {
          kind: "earn",
          key,
          accountId,
          subject: `test/${key}`,
          subjectVersion: 1,
          targetMinor: amountMinor,
          availableFrom: effectiveAt,
          expiresAt: null,
          effectiveAt,
          cause: { kind: "rule", ref: "1" },
          reasonCode: "order",
        },
      ]);
      if (!result?.ok || result.entrySeq === null) throw new Error("the test's own earning was refused");
      return result.entrySeq;
    },
    /** Intents of one kind, oldest first. */
    async intents(kind = "exigo.point"): Promise<
      {
        id: number;
        state: string;
        attempts: number;
        amount: number;
        last_error: string | null;
        remote_ref: string | null;
      }[]
    > {
      return database.pool.query(
        "SELECT id, state, attempts, amount, last_error, remote_ref FROM intent WHERE program_id = ? AND kind = ? ORDER BY id",
        [programId, kind],
      );
    },
    /** Delivers everything that is due now, and lets the time go by until the balances are read again. */
    async deliverDue(): Promise<void> {
      for (const { id } of await ports.intents.findDue(100)) await deliver(id);
      await database.pool.query(
        "UPDATE exigo_observation SET next_poll_at = LEAST(next_poll_at, UTC_TIMESTAMP(3)) WHERE program_id = ?",
        [programId],
      );
    },
    poll: () => pollExigo(ports, { limit: 50, concurrency: 2, signal: new AbortController().signal }),
    /** Lets time go by for everything that waits in the database. */
    async letPass(seconds: number): Promise<void> {
      await database.pool.query(
        `UPDATE intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND,
           lease_until = lease_until - INTERVAL ? SECOND`,
        [seconds, seconds, seconds],
      );
      await database.pool.query(
        "UPDATE member SET exigo_claim_until = exigo_claim_until - INTERVAL ? SECOND WHERE program_id = ?",
        [seconds, programId],
      );
      await database.pool.query(
        `UPDATE exigo_observation SET next_poll_at = next_poll_at - INTERVAL ? SECOND,
           drift_since = drift_since - INTERVAL ? SECOND`,
        [seconds, seconds],
      );
      await database.pool.query(
        `UPDATE exigo_cursor SET due_at = due_at - INTERVAL ? SECOND, looked_at = looked_at - INTERVAL ? SECOND,
           look_due_at = look_due_at - INTERVAL ? SECOND`,
        [seconds, seconds, seconds],
      );
    },
    /** Points written or moved, oldest first. */
    movements: () =>
      company().pointTransactions.map(({ amountUnits, reference }) => ({
        points: amountUnits / 10_000,
        reference,
      })),
    /** Arms one fault for the next call of an operation. */
    breakNext(operation: string, kind: FaultKind, status = 500): void {
      exigo.simulator.faults.arm({
        operation,
        kind,
        status,
        times: 1,
        probability: 1,
        seed: 1,
        delayMs: 100,
      });
    },
    /** Moves points as Exigo itself does. */
    async moveInExigo(exigoCustomerId: number, amount: string): Promise<void> {
      const response = await fetch(`${exigo.url}/control/points`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ customerID: exigoCustomerId, pointAccountID: 1, amount, reason: "By hand" }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async close(): Promise<void> {
      await exigo.close();
      await ledgerWorld.close();
    },
  };
}
