import { z } from "zod";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoSetup } from "#core/exigo";
import { getWiring } from "#wiring";

import { setupGroups } from "../../components/exigo/setup-fields.ts";
import { toSetupInput } from "../../components/exigo/setup-values.ts";
import type { SetupErrors } from "../../components/exigo/setup-values.ts";
import type { ConnectionTest } from "../../components/exigo/test-result.tsx";
import { exigoSettingsDocument } from "../../documents/exigo-settings.ts";
import type { SetupFinding, SetupTrouble } from "../../usecases/try-exigo-setup.ts";

const row = z.record(z.string(), z.string());
const sentValues = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is no JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.union([z.string(), z.array(row).max(500)])));

type ReadSetup =
  | { readonly ok: true; readonly value: ExigoSetup | undefined }
  | { readonly ok: false; readonly errors: SetupErrors; readonly form: { readonly form?: string } };

/** The settings that a form sent, checked as one document; parts that it does not show stay as they are stored. */
export async function readSetup(programId: number, sent: string | undefined): Promise<ReadSetup> {
  if (sent === undefined) return { ok: true, value: undefined };
  const values = sentValues.safeParse(sent);
  if (!values.success) {
    return { ok: false, errors: {}, form: { form: "The form could not be read. Load the page again." } };
  }
  const stored = await getWiring().adapters.exigoConnections.findSetup(programId);
  const parsed = exigoSettingsDocument.safeParse(toSetupInput(values.data, stored ?? DEFAULT_EXIGO_SETUP));
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => [path.join("."), `This ${message}`]);
  return { ok: false, errors: Object.fromEntries(errors) as SetupErrors, form: {} };
}

const words: Readonly<Record<SetupTrouble, string>> = {
  warehouses_unreadable: "Exigo’s warehouses cannot be read",
  warehouse_unknown: "Exigo has no such warehouse",
  terms_refused: "Exigo cannot calculate an order with this warehouse, currency, price type and ship method",
  ship_method_unknown: "This warehouse has no such ship method",
  items_unreadable: "The items cannot be listed",
  items_none: "No item is named there",
  item_unknown: "Exigo has no such item where orders are sold",
};

/** What was found out about settings, next to them. */
export function findingErrors(findings: readonly SetupFinding[]): SetupErrors {
  return Object.fromEntries(
    findings.map(({ path, trouble, message }) => [
      path,
      message === null ? words[trouble] : `${words[trouble]}: ${message}`,
    ]),
  );
}

/** The result of a test in which only settings failed. */
export function findingsTest(findings: readonly SetupFinding[]): ConnectionTest {
  const sentences = findings.map(({ path, trouble }) => `${labelOf(path)}: ${words[trouble]}.`);
  return {
    ok: false,
    title: "The connection works, but not every setting below",
    message: [...new Set(sentences)].join(" "),
  };
}

function labelOf(path: string): string {
  const fields = setupGroups.flatMap((group) => group.fields);
  return fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))?.label ?? path;
}
