import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { Instant } from "#core/units";
import type { ExigoAccess } from "#usecases/ports/exigo";
import type { ExigoOrderContent, ExigoPaymentContent, ExigoShipTo } from "#usecases/ports/exigo-orders";

import { toCentral, toCentralWallClock } from "./central-time.server.ts";
import { writeOrderStatus, writeOrderType } from "./enums.server.ts";
import { jsonDecimal } from "./exact-json.server.ts";
import { withoutNulls } from "./reading.server.ts";

/** Widths of Exigo's columns: a longer text is an error of its database, so it is cut here. */
const LENGTHS = {
  name: 50,
  company: 50,
  address: 100,
  place: 50,
  email: 200,
  phone: 20,
  notes: 500,
  memo: 500,
};

/** The body of CreateOrder. */
export function orderBody(access: ExigoAccess, order: ExigoOrderContent): Record<string, unknown> {
  return withoutNulls({
    customerID: order.exigoCustomerId,
    orderStatus: writeOrderStatus(access, order.orderStatus),
    orderDate: timeFor(access, order.orderDate),
    currencyCode: order.currencyCode,
    warehouseID: order.warehouseId,
    shipMethodID: order.shipMethodId,
    priceType: order.priceType,
    orderType: writeOrderType(access, order.orderType),
    taxRateOverride: jsonDecimal(order.taxRate),
    shippingAmountOverride: jsonDecimal(order.shipping),
    returnOrderID: order.returnOrderId,
    ...(order.overwriteOrderId === null
      ? {}
      : { overwriteExistingOrder: true, existingOrderID: order.overwriteOrderId }),
    ...nameOf(order),
    ...shipToOf(order.shipTo),
    notes: cut(order.notes, LENGTHS.notes),
    details: order.lines.map(({ itemCode, quantity, priceEach, taxableEach, reference }) => ({
      itemCode,
      quantity,
      priceEachOverride: jsonDecimal(priceEach),
      taxableEachOverride: jsonDecimal(taxableEach),
      reference1: reference,
    })),
  });
}

/** The body of CreatePayment, but for the order that it is of. */
export function paymentBody(access: ExigoAccess, payment: ExigoPaymentContent): Record<string, unknown> {
  return {
    paymentDate: timeFor(access, payment.paidAt),
    amount: jsonDecimal(payment.amount),
    paymentTy: payment.paymentType,
    authorizationCode: payment.authorizationCode,
    memo: cut(payment.memo, LENGTHS.memo),
  };
}

/** A time as the settings say that it is sent. */
export function timeFor(access: ExigoAccess, at: Instant): string {
  const { dates } = access.setup?.api ?? DEFAULT_EXIGO_API;
  return dates === "offset" ? toCentral(at) : toCentralWallClock(at);
}

/** An order that is overwritten has its key already; given anew, the key would be its own duplicate. */
function nameOf({ name, overwriteOrderId }: ExigoOrderContent): Record<string, string> {
  if (name.by === "field") return { [name.field]: name.value };
  return overwriteOrderId === null ? { manualOrderKey: name.value } : {};
}

function shipToOf(to: ExigoShipTo): Record<string, string | null> {
  return {
    firstName: cut(to.firstName, LENGTHS.name),
    lastName: cut(to.lastName, LENGTHS.name),
    company: cut(to.company, LENGTHS.company),
    address1: cut(to.address1, LENGTHS.address),
    address2: cut(to.address2, LENGTHS.address),
    city: cut(to.city, LENGTHS.place),
    state: cut(to.state, LENGTHS.place),
    zip: cut(to.zip, LENGTHS.place),
    country: to.country,
    email: cut(to.email, LENGTHS.email),
    phone: cut(to.phone, LENGTHS.phone),
  };
}

function cut(text: string | null, longest: number): string | null {
  return text === null || text === "" ? null : text.slice(0, longest);
}
