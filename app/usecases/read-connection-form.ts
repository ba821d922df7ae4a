import type { ExigoSetup } from "#core/exigo";

import type { ExigoAccess, ExigoConnections, ExigoSettings } from "./ports/exigo.ts";

/** What a person entered; `password` null and `setup` left out keep the stored ones. */
export type ExigoConnectionForm = ExigoSettings & {
  readonly password: string | null;
  readonly setup?: ExigoSetup | undefined;
};

export type ExigoConnectionRefusal =
  | { readonly code: "exigo_password_needed" }
  | { readonly code: "exigo_place_unclear" }
  | {
      readonly code: "exigo_field_invalid";
      readonly field:
        | "baseUrl"
        | "company"
        | "loginName"
        | "pointAccountId"
        | "driftLimitMinor"
        | "pollSeconds"
        | "historyUrl"
        | "historyLagSeconds";
    };

/** Widths of the columns. */
const BASE_URL_LENGTH = 255;
const COMPANY_LENGTH = 50;
const LOGIN_LENGTH = 100;
const POLL_SECONDS = { min: 1, max: 86_400 };
const HISTORY_LAG_SECONDS = { min: 0, max: 86_400 };
const LARGEST_ID = 2_147_483_647;

/** The first field that cannot be a connection's; null: all can. */
export function findInvalidField(
  form: ExigoSettings,
): (ExigoConnectionRefusal & { code: "exigo_field_invalid" }) | null {
  const isText = (text: string, longest: number): boolean => text.length > 0 && text.length <= longest;
  const isWhole = (value: number, min: number, max: number): boolean =>
    Number.isSafeInteger(value) && value >= min && value <= max;
  const isAddress = (text: string): boolean =>
    isText(text, BASE_URL_LENGTH) && /^https?:\/\/[^\s/]+(\/\S*)?$/.test(text);
  const checks = {
    baseUrl: isAddress(form.baseUrl),
    company: isText(form.company, COMPANY_LENGTH) && !/[@:\s]/.test(form.company),
    loginName: isText(form.loginName, LOGIN_LENGTH) && !form.loginName.includes(":"),
    pointAccountId: isWhole(form.pointAccountId, 1, LARGEST_ID),
    driftLimitMinor: isWhole(form.driftLimitMinor, 0, Number.MAX_SAFE_INTEGER),
    pollSeconds: isWhole(form.pollSeconds, POLL_SECONDS.min, POLL_SECONDS.max),
    historyUrl: form.historyUrl === null || isAddress(form.historyUrl),
    historyLagSeconds: isWhole(form.historyLagSeconds, HISTORY_LAG_SECONDS.min, HISTORY_LAG_SECONDS.max),
  };
  for (const [field, valid] of Object.entries(checks)) {
    if (!valid) return { code: "exigo_field_invalid", field: field as keyof typeof checks };
  }
  return null;
}

/**
 * The password to use with what was entered: the new one, or the stored one when it goes to the same addresses,
 * company and login as before. null: it must be entered, so that nobody who may change the address can have the
 * stored password sent to a place of their own.
 */
export async function choosePassword(
  connections: Pick<ExigoConnections, "find">,
  form: ExigoConnectionForm,
): Promise<string | null> {
  // A new password needs no look at the stored one, which may be sealed with a key that is gone.
  if (form.password !== null && form.password !== "") return form.password;
  const stored = await connections.find(form.programId);
  const same = (field: "baseUrl" | "company" | "loginName"): boolean => stored?.[field] === form[field];
  const sameHistory = form.historyUrl === null || form.historyUrl === stored?.historyUrl;
  const goesThereAlready = same("baseUrl") && same("company") && same("loginName") && sameHistory;
  return stored && goesThereAlready ? stored.password : null;
}

/** The name of the host in an address, in lower case and without a port: which Exigo it is. */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).hostname.toLowerCase();
}

/** What a call needs of a form. */
export function accessFor(form: ExigoConnectionForm, password: string): ExigoAccess {
  const { baseUrl, company, loginName, pointAccountId, historyUrl, setup } = form;
  const access = { baseUrl, company, loginName, pointAccountId, historyUrl, password };
  return setup === undefined ? access : { ...access, setup };
}
