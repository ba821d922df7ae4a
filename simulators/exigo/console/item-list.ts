import type { ItemRow } from "../state/catalog.ts";
import { countText, fieldsOf, searchForm } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { noRows, pageAddress, pageFields, showAmount, wasRefused } from "./view.ts";

const MOST_ROWS = 200;

/** The items with one price and their stock, a search, and the form that adds one. */
export function itemList(view: View): Html {
  const { items } = view.company;
  const search = view.query.get("search")?.trim().toLowerCase() ?? "";
  const found = items.filter((item) => isFound(item, search));
  const shown = found.slice(0, MOST_ROWS);
  return html`<section class="card list" aria-labelledby="items">
    <header>
      <h2 id="items">Items</h2>
      <span class="soft">${countText(shown.length, found.length, items.length)}</span>
    </header>
    ${items.length > 0 && searchForm(view, { action: "/items", placeholder: "Code or description" })}
    ${
      shown.length > 0
        ? itemTable(view, shown)
        : noRows(view, "item", "Add the first one below: the application sells what is here.")
    }
    ${newItemForm(view)}
  </section>`;
}

function isFound({ itemCode, columns }: ItemRow, search: string): boolean {
  const texts = [itemCode, String(columns.description ?? "")];
  return search === "" || texts.some((text) => text.toLowerCase().includes(search));
}

function itemTable(view: View, items: readonly ItemRow[]): Html {
  const chosen = view.query.get("item")?.toLowerCase();
  return html`<div class="tall">
    <table>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">On the shelf</th>
        </tr>
      </thead>
      <tbody>
        ${items.map((item) => {
          const [price] = item.prices;
          const stock = item.warehouses.reduce((sum, { stockLevel }) => sum + stockLevel, 0);
          return html`<tr ${chosen === item.itemCode.toLowerCase() && html`class="chosen"`}>
            <td class="wrap">
              <a class="name" href="${pageAddress(view, { item: item.itemCode })}">${item.itemCode}</a>
              <span class="soft">${item.columns.description as string}</span>
            </td>
            <td class="number">
              ${
                price === undefined
                  ? "–"
                  : html`${showAmount(price.priceUnits)} <span class="soft">${price.currencyCode}</span>`
              }
            </td>
            <td class="number">${item.warehouses.length === 0 ? "–" : stock}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function newItemForm(view: View): Html {
  const { text } = fieldsOf(view, "items");
  const isOpen = view.company.items.length === 0 || wasRefused(view, "items");
  return html`<details ${isOpen && html`open`}>
    <summary>Add an item</summary>
    <div class="inside">
      <form method="post" action="/console/items" class="fields">
        ${pageFields(view)}
        ${text({ name: "itemCode", label: "Code", attributes: html`required maxlength="20"` })}
        ${text({ name: "description", label: "Description", size: "wide", attributes: html`required maxlength="100"` })}
        ${text({ name: "weight", label: "Weight", size: "small", attributes: html`inputmode="decimal"` })}
        <button>Add item</button>
      </form>
    </div>
  </details>`;
}
