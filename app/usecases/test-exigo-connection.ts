import type { Exigo, ExigoAccess, ExigoConnections, ExigoFailure } from "./ports/exigo.ts";
import type { ExigoCatalog } from "./ports/exigo-catalog.ts";
import { accessFor, findInvalidField, choosePassword } from "./read-connection-form.ts";
import type { ExigoConnectionForm, ExigoConnectionRefusal } from "./read-connection-form.ts";
import { tryExigoSetup } from "./try-exigo-setup.ts";
import type { SetupFinding } from "./try-exigo-setup.ts";

/** Why a connection does not work, as finely as it can be told. */
export type ConnectionTrouble =
  | "address_refused"
  | "name_unknown"
  | "connection_refused"
  | "timed_out"
  | "tls"
  | "connection_lost"
  | "login_refused"
  | "access_refused"
  | "path_unknown"
  | "point_account_refused"
  | "too_many_calls"
  | "exigo_failed"
  | "history_unreadable"
  | "answer_unexpected";

export type TestExigoConnectionResult =
  | {
      readonly ok: true;
      /** From the first byte sent to the last one read, of one call. */
      readonly roundTripMs: number;
      /** False: the company has no customer yet whose points could be read. */
      readonly pointAccountRead: boolean;
      /** False: none was entered, or there is no customer to ask for. */
      readonly historyRead: boolean;
      /** Settings for orders and items that do not work; empty: all that were set do. */
      readonly findings: readonly SetupFinding[];
    }
  | { readonly ok: false; readonly refusal: ExigoConnectionRefusal }
  | {
      readonly ok: false;
      readonly trouble: ConnectionTrouble;
      readonly status: number | null;
      /** Exigo's own words, or what the network said. */
      readonly message: string;
    };

export interface TestExigoConnectionPorts {
  readonly exigo: Exigo & ExigoCatalog;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsedMs: () => number;
}

/** Intents count from 1, so no write carries it. */
const NOBODYS_REFERENCE = "HC-0";

/** Tries what was entered without saving it, with calls that only read, and names the cause of a failure. */
export async function testExigoConnection(
  ports: TestExigoConnectionPorts,
  form: ExigoConnectionForm,
): Promise<TestExigoConnectionResult> {
  const refusal = findInvalidField(form);
  if (refusal) return { ok: false, refusal };
  const password = await choosePassword(ports.exigoConnections, form);
  if (password === null) return { ok: false, refusal: { code: "exigo_password_needed" } };
  const access = { ...accessFor(form, password), turn: "person" } as const;
  const tried = await tryPoints(ports, access);
  if (!tried.ok || form.setup === undefined) return tried;
  return { ...tried, findings: await tryExigoSetup(ports, { access, setup: form.setup }) };
}

async function tryPoints(
  ports: TestExigoConnectionPorts,
  access: ExigoAccess,
): Promise<Exclude<TestExigoConnectionResult, { refusal: unknown }>> {
  const startedAt = ports.elapsedMs();
  const found = await ports.exigo.findAnyCustomer(access);
  const roundTripMs = Math.round(ports.elapsedMs() - startedAt);
  if (!found.ok) return explain(found, troubleOf(found));
  const works = { ok: true, roundTripMs, findings: [] } as const;
  if (!found.value) return { ...works, pointAccountRead: false, historyRead: false };
  const points = await ports.exigo.readPointBalance(access, found.value.exigoCustomerId);
  if (!points.ok)
    return explain(points, points.failure === "refused" ? "point_account_refused" : troubleOf(points));
  if (access.historyUrl === null) return { ...works, pointAccountRead: true, historyRead: false };
  const { exigoCustomerId } = found.value;
  const history = await ports.exigo.findMovements(access, { exigoCustomerId, reference: NOBODYS_REFERENCE });
  return history.ok
    ? { ...works, pointAccountRead: true, historyRead: true }
    : explain(history, "history_unreadable");
}

function explain(
  { status, message }: ExigoFailure,
  trouble: ConnectionTrouble,
): Extract<TestExigoConnectionResult, { trouble: ConnectionTrouble }> {
  return { ok: false, trouble, status, message };
}

function troubleOf({ trouble, status }: ExigoFailure): ConnectionTrouble {
  if (trouble === "budget") return "too_many_calls";
  if (trouble !== "answer" || status === null) return trouble === "answer" ? "answer_unexpected" : trouble;
  if (status === 401) return "login_refused";
  if (status === 403) return "access_refused";
  if (status === 404 || status === 405) return "path_unknown";
  if (status === 429) return "too_many_calls";
  if (status >= 500) return "exigo_failed";
  return "answer_unexpected";
}
