import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { typedBefore } from "./view.ts";

interface Field {
  name: string;
  label: string;
  /** What stands in it unless the person typed something that was refused. */
  value?: string | number | boolean | null | undefined;
  size?: "small" | "wide";
  /** Further attributes, such as required. */
  attributes?: Html;
}

/** Draws the fields of one form, each of which keeps what was typed when the form was refused. */
export function fieldsOf(view: View, form: string) {
  const valueOf = ({ name, value }: Field) => typedBefore(view, form, name) || String(value ?? "");
  return {
    text: (field: Field): Html =>
      html`<label ${field.size !== undefined && html`class="${field.size}"`}
        >${field.label}
        <input name="${field.name}" value="${valueOf(field)}" autocomplete="off" ${field.attributes ?? null}
      /></label>`,
    select: (field: Field & { choices: Readonly<Record<string, string>> }): Html =>
      html`<label ${field.size !== undefined && html`class="${field.size}"`}
        >${field.label}
        <select name="${field.name}">
          ${options(field.choices, valueOf(field))}
        </select></label
      >`,
  };
}

export function options(choices: Readonly<Record<string, string>>, chosen: string): Html[] {
  return Object.entries(choices).map(
    ([value, label]) =>
      html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`,
  );
}

/** The choices of an enum, by number. */
export function numberedChoices(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [String(index), `${index} · ${name}`]));
}

/** The company's point accounts, by number. */
export function pointAccountChoices({ company }: View): Record<string, string> {
  const choices = company.pointAccounts.map(
    ({ pointAccountID, description }) => [String(pointAccountID), description] as const,
  );
  return Object.fromEntries(choices);
}

/** A search of a list, which leads to the same page. */
export function searchForm(view: View, what: { action: string; placeholder: string }): Html {
  return html`<div class="inside">
    <form method="get" action="${what.action}" class="fields" role="search">
      <input type="hidden" name="companyKey" value="${view.company.key}" />
      <label class="wide"
        >Search
        <input
          type="search"
          name="search"
          value="${view.query.get("search") ?? ""}"
          placeholder="${what.placeholder}"
      /></label>
      <button class="quiet">Search</button>
    </form>
  </div>`;
}

/** How many rows there are, and how many of them are shown. */
export function countText(shown: number, found: number, all: number): string {
  if (found > shown) return `First ${shown} of ${found}`;
  return found === all ? `${all}` : `${found} of ${all}`;
}
