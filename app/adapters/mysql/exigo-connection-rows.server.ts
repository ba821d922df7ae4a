import type { ExigoConnection } from "#usecases/ports/exigo";

import { exigoSettingsDocument } from "../../documents/exigo-settings.ts";
import { readJson } from "./json-column.server.ts";

/** Seals and opens the password; what it seals opens only for the same context. */
export interface PasswordSealing {
  seal(plain: string, context: string): Buffer;
  open(sealed: Buffer, context: string): string;
}

export interface ConnectionRow {
  readonly program_id: number;
  readonly base_url: string;
  readonly company: string;
  readonly login_name: string;
  readonly sealed_password: Buffer;
  readonly point_account_id: number;
  readonly state: "active" | "paused";
  readonly paused_reason: string | null;
  readonly drift_policy: ExigoConnection["driftPolicy"];
  readonly drift_limit: number;
  readonly poll_seconds: number;
  readonly updated_at: Date;
  readonly mirror: number;
  readonly history_url: string | null;
  readonly history_lag_seconds: number;
  readonly settings: unknown;
}

/** What a password is sealed for. */
export function contextOf(programId: number): string {
  return `exigo-password/${programId}`;
}

/** The connection of a row, its password in the clear. */
export function toConnection(row: ConnectionRow, opened: Opened): ExigoConnection {
  const { program_id: programId } = row;
  return {
    programId,
    baseUrl: row.base_url,
    company: row.company,
    loginName: row.login_name,
    password: opened.password(programId, row.sealed_password),
    pointAccountId: row.point_account_id,
    state: row.state,
    pausedReason: row.paused_reason,
    driftPolicy: row.drift_policy,
    driftLimitMinor: row.drift_limit,
    pollSeconds: row.poll_seconds,
    savedAt: row.updated_at.toISOString(),
    mirror: row.mirror,
    historyUrl: row.history_url,
    historyLagSeconds: row.history_lag_seconds,
    setup: opened.setup(programId, row.settings),
  };
}

/** What stored values were found to mean. */
export interface Opened {
  password(programId: number, sealed: Buffer): string;
  setup(programId: number, settings: unknown): ExigoConnection["setup"];
}

/** The row is read each time; what its sealed and written parts mean is found out once for the same bytes. */
export function createOpened(sealing: PasswordSealing): Opened {
  const passwords = new Map<number, { readonly sealed: Buffer; readonly password: string }>();
  const setups = new Map<number, { readonly settings: unknown; readonly setup: ExigoConnection["setup"] }>();
  return {
    password(programId, sealed) {
      const known = passwords.get(programId);
      if (known?.sealed.equals(sealed)) return known.password;
      const password = sealing.open(sealed, contextOf(programId));
      passwords.set(programId, { sealed: Buffer.from(sealed), password });
      return password;
    },
    setup(programId, settings) {
      const known = setups.get(programId);
      if (known && known.settings === settings) return known.setup;
      const setup = toSetup(settings);
      setups.set(programId, { settings, setup });
      return setup;
    },
  };
}

/** The settings of one row; what is not chosen is as it is for everybody. */
export function toSetup(settings: unknown): ExigoConnection["setup"] {
  return exigoSettingsDocument.parse(readJson(settings) ?? { version: 1 });
}
