import type { DeliveryPolicy, DocumentKind, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import { deliverExigoAddress, deliverShopifyAddress } from "./customer-address.ts";
import type { CustomerStepPorts } from "./customer-step.ts";
import { deliverExigoCustomer } from "./exigo-customer.ts";
import { deliverExigoOrder } from "./exigo-order.ts";
import { deliverExigoOrderEdit } from "./exigo-order-edit.ts";
import { deliverExigoOrderStatus } from "./exigo-order-status.ts";
import { deliverExigoPayment } from "./exigo-payment.ts";
import { deliverExigoReturn } from "./exigo-return.ts";
import { deliverExigoReturnPayment } from "./exigo-return-payment.ts";
import { deliverExigoTotals } from "./exigo-totals.ts";
import type { OrderContentPorts } from "./order-content.ts";
import { sendPackages } from "./send-packages.ts";
import type { SendPackagesPorts } from "./send-packages.ts";
import { setShopPrices } from "./set-shop-prices.ts";
import type { SetShopPricesPorts } from "./set-shop-prices.ts";
import { setShopProduct } from "./set-shop-product.ts";
import type { SetShopProductPorts } from "./set-shop-product.ts";
import { setShopStock } from "./set-shop-stock.ts";
import type { SetShopStockPorts } from "./set-shop-stock.ts";
import { deliverShopifyCustomer } from "./shopify-customer.ts";
import type { CarryOut } from "./types.ts";

/** All that the steps need together. */
export type DocumentPorts = OrderContentPorts &
  CustomerStepPorts &
  SetShopProductPorts &
  SetShopPricesPorts &
  SetShopStockPorts &
  SendPackagesPorts;

/** What each kind does: the one map. */
const STEPS: Readonly<Record<DocumentKind, CarryOut<DocumentPorts>>> = {
  "exigo.order": deliverExigoOrder,
  "exigo.order_edit": deliverExigoOrderEdit,
  "exigo.order_totals": deliverExigoTotals,
  "exigo.payment": deliverExigoPayment,
  "exigo.order_status": deliverExigoOrderStatus,
  "exigo.return": deliverExigoReturn,
  "exigo.return_totals": deliverExigoTotals,
  "exigo.return_payment": deliverExigoReturnPayment,
  "exigo.customer": deliverExigoCustomer,
  "exigo.address": deliverExigoAddress,
  "shopify.customer": deliverShopifyCustomer,
  "shopify.address": deliverShopifyAddress,
  // The ownership table lets none of these through.
  "exigo.product": () => Promise.resolve({ state: "refused", error: "products are Exigo's" }),
  "exigo.price": () => Promise.resolve({ state: "refused", error: "prices are Exigo's" }),
  "exigo.stock": () => Promise.resolve({ state: "refused", error: "stock is Exigo's" }),
  "shopify.product": setShopProduct,
  "shopify.price": setShopPrices,
  "shopify.stock": setShopStock,
  "shopify.fulfillment": sendPackages,
};

/** Carries out a claimed step by its kind; one of a kind that a newer version of the app stored waits for a person. */
export async function carryOutStep(
  ports: DocumentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const carryOut: CarryOut<DocumentPorts> | undefined = STEPS[step.kind];
  if (carryOut) return carryOut(ports, step, policy);
  return { state: "needs_review", error: `this version of the app does not know ${step.kind}` };
}
