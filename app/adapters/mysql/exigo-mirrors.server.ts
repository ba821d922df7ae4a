import type { PoolConnection } from "mariadb";

import type { ExigoSettings } from "#usecases/ports/exigo";

interface PlaceRow {
  readonly mirror: number;
  readonly host: string;
  readonly company: string;
  readonly point_account_id: number;
  /** Links of another company are still being forgotten. */
  readonly relinking: number;
}

type NewPlace = Pick<ExigoSettings, "programId" | "baseUrl" | "company" | "pointAccountId"> & {
  readonly sameBooks?: boolean;
};

/**
 * The number of the mirror that a connection about to be saved writes to. A place the program had before keeps
 * its number, because Exigo still holds there what was written then. Another place than now starts a hand-over of
 * all accounts from the first. Belongs to the transaction that saves the connection.
 */
export async function chooseMirror(connection: PoolConnection, settings: NewPlace): Promise<number> {
  const { programId, company, pointAccountId, sameBooks } = settings;
  const host = new URL(settings.baseUrl).hostname.toLowerCase();
  // Two first saves at once would both find no connection to lock.
  await connection.query("SELECT id FROM program WHERE id = ? FOR UPDATE", [programId]);
  const [now]: PlaceRow[] = await connection.query(
    `SELECT m.mirror, m.host, m.company, m.point_account_id,
            (m.relink AND m.state = 'running') AS relinking FROM exigo_connection c
       JOIN exigo_mirror m ON m.program_id = c.program_id AND m.mirror = c.mirror
      WHERE c.program_id = ? FOR UPDATE`,
    [programId],
  );
  const [known]: { mirror: number }[] = await connection.query(
    `SELECT mirror FROM exigo_mirror
      WHERE program_id = ? AND host = ? AND company = ? AND point_account_id = ? FOR UPDATE`,
    [programId, host, company, pointAccountId],
  );
  if (known && known.mirror === now?.mirror) return now.mirror;
  const isSameAccount =
    now?.company.toLowerCase() === company.toLowerCase() && now.point_account_id === pointAccountId;
  if (now && !known && isSameAccount && sameBooks) {
    await connection.query("UPDATE exigo_mirror SET host = ? WHERE program_id = ? AND mirror = ?", [
      host,
      programId,
      now.mirror,
    ]);
    return now.mirror;
  }
  const relink =
    now !== undefined &&
    (now.host !== host || now.company.toLowerCase() !== company.toLowerCase() || now.relinking === 1);
  return begin(connection, { programId, host, company, pointAccountId, relink, mirror: known?.mirror });
}

/** Starts, or starts again, the hand-over to a mirror; without accounts there is nothing to wait for. */
async function begin(
  connection: PoolConnection,
  place: {
    readonly programId: number;
    readonly host: string;
    readonly company: string;
    readonly pointAccountId: number;
    readonly relink: boolean;
    readonly mirror: number | undefined;
  },
): Promise<number> {
  const { programId, host, company, pointAccountId, relink } = place;
  const [counted]: { next: number; hasAccounts: number }[] = await connection.query(
    `SELECT (SELECT COALESCE(MAX(mirror), 0) + 1 FROM exigo_mirror WHERE program_id = ?) AS next,
            EXISTS (SELECT 1 FROM account WHERE program_id = ?) AS hasAccounts`,
    [programId, programId],
  );
  const mirror = place.mirror ?? counted?.next ?? 1;
  const state = counted?.hasAccounts ? "running" : "closing";
  await connection.query(
    `INSERT INTO exigo_mirror
       (program_id, mirror, host, company, point_account_id, state, handed_over_to, relink)
     VALUES (?, ?, ?, ?, ?, ?, 0, ?)
     ON DUPLICATE KEY UPDATE state = VALUES(state), handed_over_to = 0, relink = VALUES(relink)`,
    [programId, mirror, host, company, pointAccountId, state, relink],
  );
  return mirror;
}
