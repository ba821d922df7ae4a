import { jsonDecimal } from "../http/json.ts";
import { customerById } from "../state/company.ts";
import type { OrderDetailRow, OrderRow, PaymentRow } from "../state/orders.ts";
import { orderStatuses, orderTypes, paymentTypes } from "../state/orders.ts";
import { formatWithOffset } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";
import { showColumns } from "./columns.ts";
import { timesQuantity } from "./money.ts";
import type { OperationContext } from "./operation.ts";
import { orderUpdateColumns } from "./order-columns.ts";

const amount = (units: number) => jsonDecimal(formatDecimal(units));

/** An order as GetOrders answers it, with its lines and payments in it. */
export function showOrder(context: OperationContext, order: OrderRow): Record<string, unknown> {
  const { company, settings } = context;
  const payments = company.payments.filter(({ orderID, voided }) => orderID === order.orderID && !voided);
  const status = settings.enumOutput === "name" ? orderStatuses[order.orderStatus] : order.orderStatus;
  return {
    orderID: order.orderID,
    orderKey: order.orderKey,
    customerID: order.customerID,
    customerKey: customerById(company, order.customerID)?.customerKey ?? null,
    orderStatus: status,
    orderTyID: order.orderType,
    orderTyDescription: orderTypes[order.orderType],
    currencyCode: order.currencyCode,
    warehouseID: order.warehouseID,
    shipMethodID: order.shipMethodID,
    priceType: order.priceType,
    returnOrderID: order.returnOrderID,
    ...showColumns(orderUpdateColumns, order.columns, settings),
    ...showTotals(order),
    details: order.details.map(showDetail),
    payments: payments.map((payment) => showPayment(context, payment)),
    expectedPayments: [],
    createdDate: formatWithOffset(order.createdDate),
    modifiedDate: formatWithOffset(order.modifiedDate),
    createdBy: order.createdBy,
    modifiedBy: order.modifiedBy,
  };
}

/** The sums that every order answer has; `businesVolume` of a detail is Exigo's own spelling. */
export function showTotals(order: Pick<OrderRow, "details"> & TotalsOf): Record<string, unknown> {
  const volume = (column: "businessVolumeEachUnits" | "commissionableVolumeEachUnits") =>
    order.details.reduce((sum, detail) => sum + timesQuantity(detail[column], detail.quantityUnits), 0);
  return {
    total: amount(order.totalUnits),
    subTotal: amount(order.subTotalUnits),
    taxTotal: amount(order.taxTotalUnits),
    orderTax: amount(order.taxTotalUnits),
    shippingTotal: amount(order.shippingTotalUnits),
    shippingTax: amount(0),
    discountTotal: amount(order.discountTotalUnits),
    handlingFeeTotal: amount(0),
    businessVolumeTotal: amount(volume("businessVolumeEachUnits")),
    commissionableVolumeTotal: amount(volume("commissionableVolumeEachUnits")),
  };
}

type TotalsOf = Pick<
  OrderRow,
  "totalUnits" | "subTotalUnits" | "taxTotalUnits" | "shippingTotalUnits" | "discountTotalUnits"
>;

export function showDetail(detail: OrderDetailRow): Record<string, unknown> {
  return {
    orderLine: detail.orderLine,
    itemCode: detail.itemCode,
    description: detail.description,
    quantity: amount(detail.quantityUnits),
    priceEach: amount(detail.priceEachUnits),
    priceTotal: amount(detail.priceTotalUnits),
    tax: amount(detail.taxUnits),
    taxable: amount(timesQuantity(detail.taxableEachUnits, detail.quantityUnits)),
    businessVolumeEach: amount(detail.businessVolumeEachUnits),
    businesVolume: amount(timesQuantity(detail.businessVolumeEachUnits, detail.quantityUnits)),
    commissionableVolumeEach: amount(detail.commissionableVolumeEachUnits),
    reference1: detail.reference1,
  };
}

function showPayment({ company, settings }: OperationContext, payment: PaymentRow): Record<string, unknown> {
  const { paymentType } = payment;
  return {
    paymentID: payment.paymentID,
    customerID: payment.customerID,
    customerKey: customerById(company, payment.customerID)?.customerKey ?? null,
    orderID: payment.orderID,
    paymentTypeId: settings.enumOutput === "name" ? paymentTypes[paymentType] : paymentType,
    paymentDate: formatWithOffset(payment.paymentDate),
    amount: amount(payment.amountUnits),
    currencyCode: payment.currencyCode,
    memo: payment.memo,
    authorizationCode: payment.authorizationCode,
  };
}
