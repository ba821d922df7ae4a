import { availableStock } from "../api/items.ts";
import { manageTypes } from "../api/item-columns.ts";
import type { ItemPriceRow, ItemRow } from "../state/catalog.ts";
import { itemByCode, stockOf } from "../state/catalog.ts";
import { formatDecimal } from "../values/decimal.ts";
import { fieldsOf, numberedChoices, options, pointAccountChoices } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { nothingChosen, hidden, pageFields, showTime } from "./view.ts";

/** The chosen item: what it says, its prices, what is on the shelf, and the points that it earns. */
export function itemDetail(view: View): Html {
  const chosen = view.query.get("item");
  const item = chosen === null ? null : itemByCode(view.company.items, chosen);
  if (item === null) {
    return nothingChosen(view, "item", "Choose one in the list to change its prices and its stock.");
  }
  return html`<section class="card detail" aria-labelledby="item">
    <header>
      <div>
        <h2 id="item">${item.itemCode}</h2>
        <p class="soft">Item ${item.itemID} · changed ${showTime(item.modifiedDate)}</p>
      </div>
    </header>
    <div class="inside">
      ${describeForm(view, item)}
      <h3>Prices</h3>
      ${item.prices.map((price) => priceForm(view, item, price))} ${priceForm(view, item, null)}
      <h3>Stock</h3>
      ${view.company.warehouses.map(({ warehouseID }) => stockForm(view, item, warehouseID))}
      <h3>Points of an accepted order</h3>
      ${pointsForm(view, item)}
    </div>
  </section>`;
}

function describeForm(view: View, item: ItemRow): Html {
  const { text, select } = fieldsOf(view, "items/change");
  const { description, weight, isVirtual } = item.columns;
  return html`<form
    method="post"
    action="/console/items/change"
    class="fields"
    aria-label="What the item says"
  >
    ${pageFields(view)} ${hidden("itemCode", item.itemCode)}
    ${text({ name: "description", label: "Description", size: "wide", value: description, attributes: html`required maxlength="100"` })}
    ${text({ name: "weight", label: "Weight", size: "small", value: formatDecimal(Number(weight ?? 0)) })}
    ${select({
      name: "isVirtual",
      label: "Kind",
      size: "small",
      value: isVirtual ?? false,
      choices: { false: "Goods", true: "Virtual" },
    })}
    <button>Save item</button>
  </form>`;
}

/** One price; without one, the form that adds it. */
function priceForm(view: View, item: ItemRow, price: ItemPriceRow | null): Html {
  const what =
    price === null
      ? "New price"
      : `Price in ${price.currencyCode} for price type ${price.priceType} of ${item.itemCode}`;
  const field = (name: string, label: string, value: string | number) =>
    html`<label class="small"
      >${label}
      <input
        name="${name}"
        value="${value}"
        required
        autocomplete="off"
        ${price !== null && name !== "price" && html`readonly`}
    /></label>`;
  return html`<form method="post" action="/console/items/price" class="fields" aria-label="${what}">
    ${pageFields(view)} ${hidden("itemCode", item.itemCode)}
    ${field("currencyCode", "Currency", price?.currencyCode ?? "")}
    ${field("priceType", "Price type", price?.priceType ?? "")}
    ${field("price", "Price", price === null ? "" : formatDecimal(price.priceUnits))}
    <button class="${price === null ? "quiet" : ""}">${price === null ? "Add price" : "Save price"}</button>
  </form>`;
}

function stockForm(view: View, item: ItemRow, warehouseID: number): Html {
  const stock = stockOf(item, warehouseID);
  const available = availableStock(view.company, item, warehouseID);
  return html`<form
    method="post"
    action="/console/items/stock"
    class="fields"
    aria-label="Stock in warehouse ${warehouseID}"
  >
    ${pageFields(view)} ${hidden("itemCode", item.itemCode)} ${hidden("warehouseID", warehouseID)}
    <label class="small"
      >Warehouse ${warehouseID}
      <input name="stockLevel" inputmode="numeric" required value="${stock?.stockLevel ?? 0}"
    /></label>
    <label
      >Managed as
      <select name="itemManageTypeID">
        ${options(numberedChoices(manageTypes), String(stock?.manageTypeID ?? 1))}
      </select></label
    >
    <label class="small"
      >Sold there
      <select name="isAvailable">
        ${options({ true: "Yes", false: "No" }, String(stock?.isAvailable ?? true))}
      </select></label
    >
    <button>Save stock</button>
    <span class="soft">${available} available: orders wait for ${(stock?.stockLevel ?? 0) - available}</span>
  </form>`;
}

function pointsForm(view: View, item: ItemRow): Html {
  const [first] = item.pointAccounts;
  return html`<form
    method="post"
    action="/console/items/points"
    class="fields"
    aria-label="Points of an order"
  >
    ${pageFields(view)} ${hidden("itemCode", item.itemCode)}
    <label
      >Point account
      <select name="pointAccountID">
        ${options(pointAccountChoices(view), String(first?.pointAccountID ?? ""))}
      </select></label
    >
    <label class="small"
      >Points each
      <input
        name="increment"
        inputmode="decimal"
        required
        value="${first === undefined ? "0" : formatDecimal(first.incrementUnits)}"
    /></label>
    <button>Save points</button>
  </form>`;
}
