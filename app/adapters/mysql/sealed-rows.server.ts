import { z } from "zod";

import type { SealedRows } from "#usecases/ports/sealed-rows";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

/** Seals and opens for a context; opening throws when no key does it. */
export interface Resealing {
  seal(plain: string, context: string): Buffer;
  open(sealed: Buffer, context: string): string;
  /** True when another key than the first one sealed it. */
  isStale(sealed: Buffer): boolean;
}

interface SealedRow {
  /** Where the next page begins. */
  readonly after: string;
  readonly context: string;
  readonly sealed: Buffer;
  /** Replaces it, unless it has changed since. */
  replace(sealed: Buffer): Promise<unknown>;
}

/** A kind of secret: its next rows after a position; null: from the first. */
type Source = (db: Db, after: string | null) => Promise<SealedRow[]>;

const PAGE = 200;

const sessionRow = z.object({ id: z.string(), shop_domain: z.string(), sealed: z.instanceof(Buffer) });
const connectionRow = z.object({ program_id: z.number(), sealed_password: z.instanceof(Buffer) });

const sessions: Source = async ({ pool }, after) => {
  const rows = z
    .array(sessionRow)
    .parse(
      await pool.query(
        "SELECT id, shop_domain, sealed FROM shopify_session WHERE id > ? ORDER BY id LIMIT ?",
        [after ?? "", PAGE],
      ),
    );
  return rows.map((row) => ({
    after: row.id,
    context: `shopify-session/${row.shop_domain}/${row.id}`,
    sealed: row.sealed,
    replace: (sealed) =>
      pool.query("UPDATE shopify_session SET sealed = ? WHERE id = ? AND shop_domain = ? AND sealed = ?", [
        sealed,
        row.id,
        row.shop_domain,
        row.sealed,
      ]),
  }));
};

const exigoPasswords: Source = async ({ pool }, after) => {
  const rows = z
    .array(connectionRow)
    .parse(
      await pool.query(
        "SELECT program_id, sealed_password FROM exigo_connection WHERE program_id > ? ORDER BY program_id LIMIT ?",
        [Number(after ?? 0), PAGE],
      ),
    );
  return rows.map((row) => ({
    after: String(row.program_id),
    context: `exigo-password/${row.program_id}`,
    sealed: row.sealed_password,
    replace: (sealed) =>
      pool.query(
        "UPDATE exigo_connection SET sealed_password = ? WHERE program_id = ? AND sealed_password = ?",
        [sealed, row.program_id, row.sealed_password],
      ),
  }));
};

const SOURCES: readonly Source[] = [sessions, exigoPasswords];

/** Secrets at rest on MySQL. Bodies of webhooks are not among them: they go within 30 days. */
export function createMysqlSealedRows(db: Db, sealing: Resealing): SealedRows {
  return {
    async resealNext(cursor) {
      const [kind = "0", ...position] = (cursor ?? "0").split("/");
      const source = SOURCES[Number(kind)];
      if (!source) return { cursor: null, resealed: 0, unopened: 0 };
      const rows = await source(db, position.length > 0 ? position.join("/") : null);
      const last = rows.at(-1);
      const counts = { resealed: 0, unopened: 0 };
      for (const row of rows) {
        const outcome = await reseal(sealing, row);
        if (outcome !== "fresh") counts[outcome] += 1;
      }
      return { ...counts, cursor: last ? `${kind}/${last.after}` : String(Number(kind) + 1) };
    },
  };
}

async function reseal(sealing: Resealing, row: SealedRow): Promise<"fresh" | "resealed" | "unopened"> {
  if (!sealing.isStale(row.sealed)) return "fresh";
  let plain: string;
  try {
    plain = sealing.open(row.sealed, row.context);
  } catch {
    // Counted and told: whoever takes a key away must know what it still seals.
    return "unopened";
  }
  await row.replace(sealing.seal(plain, row.context));
  return "resealed";
}
