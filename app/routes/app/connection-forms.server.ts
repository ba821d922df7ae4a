import { z } from "zod";

import { formatDecimal, parseDecimal } from "#core/units";
import { getWiring } from "#wiring";

import type { ConnectionErrors, ConnectionValues } from "../../components/exigo/connection-values.ts";
import type { ConnectionTest } from "../../components/exigo/test-result.tsx";
import { troubleWords } from "../../components/exigo/trouble-words.ts";
import type { TestExigoConnectionResult } from "../../usecases/test-exigo-connection.ts";
import type { SetupErrors } from "../../components/exigo/setup-values.ts";
import { findingErrors, findingsTest, readSetup } from "./setup-forms.server.ts";
import type { StaffRequest } from "./staff-request.server.ts";

type Form = Parameters<ReturnType<typeof getWiring>["saveExigoConnection"]>[0];
type Refusal = Extract<TestExigoConnectionResult, { refusal: unknown }>["refusal"];

/** What the settings page gets back; `test` is set when a test ran. */
export interface ConnectionAnswer {
  readonly saved: string | null;
  /** The host is another; a person must say whether the place is, too. */
  readonly asksPlace: boolean;
  readonly errors: ConnectionErrors;
  /** What is wrong with the settings for documents, by their path. */
  readonly setupErrors: SetupErrors;
  readonly test: ConnectionTest | null;
}

const values = z.object({
  baseUrl: z.string().trim().max(300),
  company: z.string().trim().max(100),
  loginName: z.string().trim().max(200),
  password: z.string().max(500),
  pointAccountId: z.string().trim().max(20),
  driftPolicy: z.enum(["adopt", "push", "review"]),
  driftLimit: z.string().trim().max(30),
  pollSeconds: z.string().trim().max(10),
  historyUrl: z.string().trim().max(300),
  historyLagSeconds: z.string().trim().max(10),
  /** The values of the settings for documents as JSON; left out: they stay as they are. */
  setup: z.string().max(1_000_000).optional(),
});

const sent = z.discriminatedUnion("intent", [
  values.extend({ intent: z.literal("save"), place: z.enum(["", "same", "other"]).default("") }),
  values.extend({ intent: z.literal("test") }),
  z.object({ intent: z.literal("resume") }),
]);

const nothing: ConnectionAnswer = { saved: null, asksPlace: false, errors: {}, setupErrors: {}, test: null };

const fieldWords: Readonly<Record<Extract<Refusal, { field: unknown }>["field"], string>> = {
  baseUrl: "Enter an address such as https://yourcompany-api.exigo.com/3.0",
  company: "Enter the company key, without @ or spaces",
  loginName: "Enter the API login",
  pointAccountId: "Enter the number of the point account",
  driftLimitMinor: "Enter a number that is not below 0",
  pollSeconds: "Enter a whole number of seconds, from 1 to 86,400",
  historyUrl: "Enter an address such as https://api.exigo.com/4.0/yourcompany/model, or leave it empty",
  historyLagSeconds: "Enter a whole number of seconds, from 0 to 86,400",
};

/** Carries out what the settings page asks for. */
export async function answerConnectionForm(
  { program }: Pick<StaffRequest, "program">,
  data: FormData,
): Promise<ConnectionAnswer> {
  const parsed = sent.safeParse(Object.fromEntries(data));
  if (!parsed.success)
    return { ...nothing, errors: { form: "The form could not be read. Load the page again." } };
  if (parsed.data.intent === "resume") {
    await getWiring().resumeExigoConnection({ programId: program.programId });
    return { ...nothing, saved: "The connection is active again" };
  }
  const setup = await readSetup(program.programId, parsed.data.setup);
  if (!setup.ok) return { ...nothing, setupErrors: setup.errors, errors: setup.form };
  const form = { ...toForm(parsed.data, program), setup: setup.value };
  return parsed.data.intent === "test" ? test(form) : save(form, parsed.data.place);
}

/** The values of a form that shows this connection; the password never leaves the server. */
export function toConnectionValues(
  connection: Omit<Form, "programId" | "password"> | null,
  scale: number,
): ConnectionValues {
  return {
    baseUrl: connection?.baseUrl ?? "",
    company: connection?.company ?? "",
    loginName: connection?.loginName ?? "",
    password: "",
    pointAccountId: connection ? String(connection.pointAccountId) : "",
    driftPolicy: connection?.driftPolicy ?? "adopt",
    driftLimit: connection ? formatDecimal(connection.driftLimitMinor, scale) : "1000",
    pollSeconds: String(connection?.pollSeconds ?? 60),
    historyUrl: connection?.historyUrl ?? "",
    historyLagSeconds: String(connection?.historyLagSeconds ?? 300),
  };
}

/** What is no number becomes one that every check refuses. */
function toForm(entered: ConnectionValues, { programId, scale }: StaffRequest["program"]): Form {
  const whole = (text: string): number => (/^\d{1,10}$/.test(text) ? Number(text) : -1);
  return {
    programId,
    baseUrl: entered.baseUrl.replace(/\/+$/, ""),
    company: entered.company,
    loginName: entered.loginName,
    password: entered.password === "" ? null : entered.password,
    pointAccountId: whole(entered.pointAccountId),
    driftPolicy: entered.driftPolicy,
    driftLimitMinor: parseDecimal(entered.driftLimit, scale) ?? -1,
    pollSeconds: whole(entered.pollSeconds),
    historyUrl: entered.historyUrl === "" ? null : entered.historyUrl.replace(/\/+$/, ""),
    historyLagSeconds: whole(entered.historyLagSeconds),
  };
}

async function save(form: Form, place: "" | "same" | "other"): Promise<ConnectionAnswer> {
  const sameBooks = place === "" ? undefined : place === "same";
  const result = await getWiring().saveExigoConnection({ ...form, sameBooks });
  if (result.ok) return { ...nothing, saved: "Connection saved" };
  const { refusal } = result;
  return { ...nothing, asksPlace: refusal.code === "exigo_place_unclear", errors: refusalErrors(refusal) };
}

async function test(form: Form): Promise<ConnectionAnswer> {
  const result = await getWiring().testExigoConnection(form);
  if (result.ok && result.findings.length > 0) {
    const { findings } = result;
    return { ...nothing, setupErrors: findingErrors(findings), test: findingsTest(findings) };
  }
  if (result.ok) {
    const points = result.pointAccountRead
      ? "The point account can be read."
      : "The company has no customer yet, so the point account could not be tried.";
    const history = result.historyRead ? " The history can be read." : "";
    return {
      ...nothing,
      test: { ok: true, message: `Exigo answered in ${result.roundTripMs} ms. ${points}${history}` },
    };
  }
  if ("refusal" in result) return { ...nothing, errors: refusalErrors(result.refusal) };
  const { title, field, hint } = troubleWords[result.trouble];
  const status = result.status === null ? "" : ` (status ${result.status})`;
  return {
    ...nothing,
    errors: field === null ? {} : { [field]: hint },
    test: { ok: false, title, message: `${hint}. The answer was${status}: ${result.message}` },
  };
}

function refusalErrors(refusal: Refusal): ConnectionErrors {
  if (refusal.code === "exigo_password_needed") {
    return { password: "Enter the password: it is needed again when an address, company or login change" };
  }
  if (refusal.code === "exigo_place_unclear") {
    return { baseUrl: "This is another host. Say below what stands behind it, and save again" };
  }
  const field = refusal.field === "driftLimitMinor" ? "driftLimit" : refusal.field;
  return { [field]: fieldWords[refusal.field] };
}
