import type { CustomerRow } from "../state/company.ts";
import { firstIndexAfter } from "../state/by-id.ts";
import type { OrderDetailRow, OrderRow, PaymentRow } from "../state/orders.ts";
import { numbered } from "./columns.ts";
import type { Reading, SetColumn } from "./odata-set.ts";
import { entitySet } from "./odata-set.ts";

const pascal = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Columns of the row's own record, under their names of the database. */
const ofRecord = <Row extends { columns: OrderRow["columns"] }>(
  names: readonly string[],
  kind: "plain" | "date" = "plain",
): Record<string, SetColumn<Row>> =>
  Object.fromEntries(names.map((name) => [pascal(name), { kind, read: (row) => row.columns[name] ?? null }]));

/** A new order is not there before the reporting side knows it; one that is there shows its latest columns. */
function* orderRows({ company, upTo, afterKey }: Reading): Iterable<OrderRow> {
  const { orders } = company;
  for (let index = firstIndexAfter(orders, afterKey, (order) => order.orderID); ; index += 1) {
    const order = orders[index];
    if (order === undefined) return;
    if (order.createdDate <= upTo) yield order;
  }
}

export const orderSet = entitySet<OrderRow>({
  name: "Orders",
  rows: orderRows,
  columns: {
    OrderID: { read: (order) => order.orderID },
    OrderKey: { read: (order) => order.orderKey },
    CustomerID: { read: (order) => order.customerID },
    OrderStatusID: { read: (order) => order.orderStatus },
    OrderTypeID: { read: (order) => order.orderType },
    CurrencyCode: { read: (order) => order.currencyCode },
    WarehouseID: { read: (order) => order.warehouseID },
    ShipMethodID: { read: (order) => order.shipMethodID },
    PriceTypeID: { read: (order) => order.priceType },
    Total: { kind: "money", read: (order) => order.totalUnits },
    SubTotal: { kind: "money", read: (order) => order.subTotalUnits },
    TaxTotal: { kind: "money", read: (order) => order.taxTotalUnits },
    ShippingTotal: { kind: "money", read: (order) => order.shippingTotalUnits },
    DiscountTotal: { kind: "money", read: (order) => order.discountTotalUnits },
    ReturnOrderID: { read: (order) => order.returnOrderID },
    ParentOrderID: { read: (order) => order.parentOrderID ?? null },
    ...ofRecord<OrderRow>(["orderDate", "shippedDate", "lockedDate"], "date"),
    ...ofRecord<OrderRow>([...numbered("trackingNumber", 5), ...numbered("other", 20, 11)]),
    CreatedDate: { kind: "date", read: (order) => order.createdDate },
    ModifiedDate: { kind: "date", read: (order) => order.modifiedDate },
    CreatedBy: { read: (order) => order.createdBy },
    ModifiedBy: { read: (order) => order.modifiedBy },
  },
});

export const orderDetailSet = entitySet<{ order: OrderRow; detail: OrderDetailRow }>({
  name: "OrderDetails",
  rows: function* (reading) {
    for (const order of orderRows(reading)) {
      for (const detail of order.details) yield { order, detail };
    }
  },
  columns: {
    OrderID: { read: ({ order }) => order.orderID },
    OrderLine: { read: ({ detail }) => detail.orderLine },
    ItemCode: { read: ({ detail }) => detail.itemCode },
    Quantity: { kind: "money", read: ({ detail }) => detail.quantityUnits },
    PriceEach: { kind: "money", read: ({ detail }) => detail.priceEachUnits },
    PriceTotal: { kind: "money", read: ({ detail }) => detail.priceTotalUnits },
    Tax: { kind: "money", read: ({ detail }) => detail.taxUnits },
    Reference1: { read: ({ detail }) => detail.reference1 },
  },
});

export const paymentSet = entitySet<PaymentRow>({
  name: "Payments",
  rows: ({ company }) => company.payments.filter(({ voided }) => !voided),
  columns: {
    PaymentID: { read: (payment) => payment.paymentID },
    CustomerID: { read: (payment) => payment.customerID },
    OrderID: { read: (payment) => payment.orderID },
    PaymentTypeID: { read: (payment) => payment.paymentType },
    PaymentDate: { kind: "date", read: (payment) => payment.paymentDate },
    Amount: { kind: "money", read: (payment) => payment.amountUnits },
    CurrencyCode: { read: (payment) => payment.currencyCode },
    Memo: { read: (payment) => payment.memo },
    AuthorizationCode: { read: (payment) => payment.authorizationCode },
    PointAccountID: { read: (payment) => payment.pointAccountID },
  },
});

export const customerSet = entitySet<CustomerRow>({
  name: "Customers",
  rows: function* ({ company, upTo, afterKey }) {
    const { customers } = company;
    for (let index = firstIndexAfter(customers, afterKey, (row) => row.customerID); ; index += 1) {
      const row = customers[index];
      if (row === undefined) return;
      if (row.createdDate <= upTo) yield row;
    }
  },
  columns: {
    CustomerID: { read: (row) => row.customerID },
    CustomerKey: { read: (row) => row.customerKey },
    CustomerTypeID: { read: (row) => row.columns.customerType ?? null },
    CustomerStatusID: { read: (row) => row.columns.customerStatus ?? null },
    ...ofRecord<CustomerRow>(["firstName", "lastName", "email", "loginName", "phone", "currencyCode"]),
    ...ofRecord<CustomerRow>(["mainAddress1", "mainAddress2", "mainCity", "mainState", "mainZip"]),
    ...ofRecord<CustomerRow>(["mainCountry", ...numbered("field", 15)]),
    CreatedDate: { kind: "date", read: (row) => row.createdDate },
    ModifiedDate: { kind: "date", read: (row) => row.modifiedDate },
    CreatedBy: { read: (row) => row.createdBy ?? null },
    ModifiedBy: { read: (row) => row.modifiedBy ?? null },
  },
});
