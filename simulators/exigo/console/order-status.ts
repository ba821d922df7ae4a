import type { OrderRow } from "../state/orders.ts";
import { orderStatuses } from "../state/orders.ts";
import { fieldsOf, numberedChoices } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { hidden, pageFields } from "./view.ts";

/** Exigo's own numbers of carriers. */
const carriers = {
  "": "As it is",
  2: "FedEx",
  3: "UPS",
  4: "Purolator",
  5: "Canada Post",
  20: "DHL",
  23: "USPS",
  24: "Estafeta",
  25: "Royal Mail",
};

/** The form that moves an order on: its status, and with it what a parcel got. */
export function statusForm(view: View, order: OrderRow): Html {
  const { text, select } = fieldsOf(view, "orders/status");
  const { trackingNumber1, trackingNumber2, webCarrierID } = order.columns;
  return html`<form method="post" action="/console/orders/status" aria-labelledby="move-on">
    <h3 id="move-on">Move the order on</h3>
    <p class="soft">Accepted awards the items’ points, Shipped takes the units off the shelf.</p>
    <div class="fields">
      ${pageFields(view)} ${hidden("orderID", order.orderID)}
      ${select({
        name: "orderStatus",
        label: "Status",
        value: order.orderStatus,
        choices: numberedChoices(orderStatuses),
      })}
      ${text({ name: "trackingNumber1", label: "Tracking number", value: trackingNumber1, attributes: html`maxlength="50"` })}
      ${text({ name: "trackingNumber2", label: "Second parcel", value: trackingNumber2, attributes: html`maxlength="50"` })}
      ${select({ name: "webCarrierID", label: "Carrier", value: webCarrierID, choices: carriers })}
      <button>Save status</button>
    </div>
  </form>`;
}
