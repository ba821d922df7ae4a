import type { Pool } from "mariadb";

/** A program with a shop and an Exigo connection: an entry then owes two intents, as in a real one. */
export interface LedgerWorld {
  readonly programId: number;
  /** Accounts for measuring; their ids follow one another, from the first on. */
  readonly firstAccountId: number;
  readonly accounts: number;
}

const PROGRAM_ID = 1;
const SHOP_ID = 1;
/** Members added at a time: few enough not to count in the memory that is measured. */
const CHUNK = 10_000;

/** Makes a program in an empty database; it has no account yet. */
export async function createLedgerWorld(pool: Pool): Promise<LedgerWorld> {
  await pool.query(
    `INSERT INTO program (id, name, unit_name, scale, currency, debt_policy, created_at)
     VALUES (?, 'Bench', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
    [PROGRAM_ID],
  );
  await pool.query(
    `INSERT INTO shop (id, program_id, domain, name, currency, state, installed_at)
     VALUES (?, ?, 'bench.myshopify.com', 'Bench', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [SHOP_ID, PROGRAM_ID],
  );
  await pool.query(
    `INSERT INTO exigo_connection (program_id, base_url, company, login_name, sealed_password, point_account_id, mirror,
       state, drift_policy, drift_limit, poll_seconds, updated_at)
     VALUES (?, 'http://127.0.0.1:1', 'bench', 'bench', '', 1, 1, 'active', 'adopt', 0, 60, UTC_TIMESTAMP(3))`,
    [PROGRAM_ID],
  );
  return { programId: PROGRAM_ID, firstAccountId: 1, accounts: 0 };
}

/** Adds members of the shop, each with an empty account; answers the world of these accounts alone. */
export async function addAccounts(pool: Pool, world: LedgerWorld, accounts: number): Promise<LedgerWorld> {
  const { programId } = world;
  const [{ last }] = await pool.query(
    "SELECT COALESCE(MAX(id), 0) AS last FROM member WHERE program_id = ?",
    [programId],
  );
  const firstAccountId = Number(last) + 1;
  for (let added = 0; added < accounts; added += CHUNK) {
    const ids = Array.from(
      { length: Math.min(CHUNK, accounts - added) },
      (_, i) => firstAccountId + added + i,
    );
    await pool.batch(
      "INSERT INTO member (program_id, id, exigo_customer_id, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))",
      ids.map((id) => [programId, id, id]),
    );
  }
  await pool.query(
    `INSERT INTO member_customer (program_id, shop_id, customer_id, member_id, email_verified, updated_at)
     SELECT program_id, ?, id, id, FALSE, UTC_TIMESTAMP(3) FROM member WHERE program_id = ? AND id >= ?`,
    [SHOP_ID, programId, firstAccountId],
  );
  await pool.query(
    `INSERT INTO account (program_id, id, member_id, available, pending, held, entry_count, head_hash, updated_at)
     SELECT program_id, id, id, 0, 0, 0, 0, ?, UTC_TIMESTAMP(3) FROM member WHERE program_id = ? AND id >= ?`,
    [Buffer.alloc(32), programId, firstAccountId],
  );
  return { programId, firstAccountId, accounts };
}
