import { DEFAULT_EXIGO_SETUP } from "../../app/core/exigo/index.ts";
import type { ExigoAlone } from "../../app/wiring/exigo-alone.server.ts";
import type { AppProcesses } from "../ingest/app-processes.ts";
import { EXIGO_LOGIN } from "./exigo-process.ts";
import type { ExigoProcess } from "./exigo-process.ts";

/** The app, its database from outside, and the Exigo that it is connected with. */
export interface ExigoWorld {
  readonly app: AppProcesses;
  readonly alone: ExigoAlone;
  readonly exigo: ExigoProcess;
}

const CHUNK = 10_000;

/** Connects a program before it has members: nothing is to be handed over then. */
export async function connect({ alone, exigo }: ExigoWorld, programId: number): Promise<void> {
  await alone.connections.save({
    ...EXIGO_LOGIN,
    ...{
      programId,
      baseUrl: `${exigo.url}/3.0`,
      driftPolicy: "review",
      driftLimitMinor: 0,
      pollSeconds: 3_600,
    },
    ...{ historyUrl: `${exigo.url}/4.0/${EXIGO_LOGIN.company}/model`, historyLagSeconds: 60 },
    // What the company allows is not what is measured.
    setup: {
      ...DEFAULT_EXIGO_SETUP,
      api: { ...DEFAULT_EXIGO_SETUP.api, callsPerMinute: 100_000, callsAtOnce: 200 },
    },
  });
  while (await alone.handOvers.handOverNext(programId, 1));
}

/**
 * Makes members of a program, linked with as many customers of Exigo, from the first one on. Their customers in the shop
 * have the same ids. Their balances take turns through `amounts`.
 */
export async function addMembers(
  { alone: { pool } }: ExigoWorld,
  members: {
    readonly programId: number;
    readonly shopId: number;
    readonly count: number;
    readonly firstCustomerId: number;
    readonly amounts: readonly number[];
  },
): Promise<void> {
  const { programId, shopId, count, firstCustomerId, amounts } = members;
  for (let added = 0; added < count; added += CHUNK) {
    const places = Array.from({ length: Math.min(CHUNK, count - added) }, (_, index) => added + index);
    await pool.batch(
      "INSERT INTO member (program_id, exigo_customer_id, exigo_facts_at, created_at) VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      places.map((place) => [programId, firstCustomerId + place]),
    );
    await pool.query(
      `INSERT INTO account (program_id, member_id, available, pending, held, entry_count, head_hash, updated_at)
       SELECT program_id, id, ${turnsThrough(amounts)}, 0, 0, 0, REPEAT(CHAR(0), 32), UTC_TIMESTAMP(3)
         FROM member WHERE program_id = ? AND exigo_customer_id >= ? AND exigo_customer_id < ?`,
      [firstCustomerId, programId, firstCustomerId + added, firstCustomerId + added + CHUNK],
    );
  }
  await pool.query(
    `INSERT INTO member_customer (program_id, shop_id, customer_id, member_id, email_verified, updated_at)
     SELECT program_id, ?, exigo_customer_id, id, FALSE, UTC_TIMESTAMP(3) FROM member WHERE program_id = ?`,
    [shopId, programId],
  );
}

/** Takes the first customer's id. */
function turnsThrough(amounts: readonly number[]): string {
  return `ELT(1 + (exigo_customer_id - ?) % ${amounts.length}, ${amounts.join(", ")})`;
}
