import type { Company } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { formatDecimal } from "../values/decimal.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** The pages of the console, by the last part of their address; the first is the one without any. */
export const pageTitles = {
  customers: "Customers",
  orders: "Orders",
  items: "Items",
  company: "Warehouses",
  reports: "Reports",
  trouble: "Faults and switches",
  calls: "Calls",
} as const;
export type PageName = keyof typeof pageTitles;

/** What a page can have chosen; every form of the page sends it along. */
const chosenNames = ["customer", "order", "item", "report"] as const;

/** What a part of a console page is drawn from. */
export interface View {
  simulator: Simulator;
  company: Company;
  page: PageName;
  /** The address's query: what is chosen, the search, the notice, what a refused form contained. */
  query: URLSearchParams;
}

/** The address of a page for a company, with these further query members. */
export function pageAddress(
  { company, page }: Pick<View, "company" | "page">,
  members: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ companyKey: company.key, ...members }).toString();
  return `/${page === "customers" ? "" : page}?${query}`;
}

/** What is chosen according to these members, as members of an address. */
export function chosenIn(members: URLSearchParams): Record<string, string> {
  const chosen = chosenNames.flatMap((name) => {
    const value = members.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(chosen);
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

/** A number of things for a person, with its fraction only if it has one. */
export function showQuantity(units: number): string {
  return formatDecimal(units).replace(/\.0$/, "").replace("-", "−");
}

/** A Central wall clock for a person, to the second. */
export function showTime(wallClock: string): string {
  return wallClock.slice(0, 19).replace("T", " ");
}

export function emptyState(title: string, advice: string): Html {
  return html`<div class="empty"><strong>${title}</strong>${advice}</div>`;
}

/** What stands in the place of a detail while nothing is chosen, or something that there is not. */
export function nothingChosen({ query }: View, kind: (typeof chosenNames)[number], advice: string): Html {
  const chosen = query.get(kind);
  const title = chosen === null ? `No ${kind} chosen` : `There is no ${kind} ${chosen}`;
  return html`<section class="card detail" aria-label="Chosen ${kind}">
    ${emptyState(title, advice)}
  </section>`;
}

/** What stands in the place of a list without rows: because there are none, or none that the search finds. */
export function noRows({ query }: View, kind: (typeof chosenNames)[number], advice: string): Html {
  const search = query.get("search")?.trim() ?? "";
  if (search === "") return emptyState(`No ${kind}s yet`, advice);
  return emptyState("Nothing found", `No ${kind} matches “${search}”.`);
}

export function hidden(name: string, value: string | number): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** The fields that every form sends, so that the page it leads back to shows what was chosen. */
export function pageFields({ company, query }: View): Html {
  const chosen = Object.entries(chosenIn(query)).map(([name, value]) => hidden(name, value));
  return html`${hidden("companyKey", company.key)}${chosen}`;
}

/** True when a form of this name was refused, and its fields are to be seen again. */
export function wasRefused({ query }: View, form: string): boolean {
  return [...query.keys()].some((key) => key.startsWith(`${form}.`));
}
