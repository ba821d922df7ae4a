import type { Company } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { formatDecimal } from "../values/decimal.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** What a part of the console page is drawn from. */
export interface View {
  simulator: Simulator;
  company: Company;
  /** The address's query: the chosen customer, the search, the notice, what a refused form contained. */
  query: URLSearchParams;
}

/** The address of the page for a company, with these further query members. */
export function pageAddress(company: Company, members: Record<string, string> = {}): string {
  return `/?${new URLSearchParams({ companyKey: company.key, ...members }).toString()}`;
}

/** What the person typed into a form that was refused, so that nothing has to be typed twice. */
export function typedBefore(view: View, form: string, field: string): string {
  return view.query.get(`${form}.${field}`) ?? "";
}

/** An amount for a person: thousands apart, at least two decimals. */
export function showAmount(units: number): string {
  const [whole = "0", decimals = ""] = formatDecimal(Math.abs(units)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${units < 0 ? "−" : ""}${grouped}.${decimals.padEnd(2, "0")}`;
}

/** A Central wall clock for a person, to the second. */
export function showTime(wallClock: string): string {
  return wallClock.slice(0, 19).replace("T", " ");
}

export function emptyState(title: string, advice: string): Html {
  return html`<div class="empty"><strong>${title}</strong>${advice}</div>`;
}

export function hidden(name: string, value: string | number): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** The fields that every form sends, so that the page it leads back to is the one it was sent from. */
export function pageFields({ company, query }: View): Html {
  const customer = query.get("customer");
  return html`${hidden("companyKey", company.key)}${customer !== null && hidden("customer", customer)}`;
}
