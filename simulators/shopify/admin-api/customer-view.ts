import { customerAddress } from "../state/addresses.ts";
import { globalId } from "../state/metafields.ts";
import { refundedMoney, paidMoney } from "../state/order-figures.ts";
import type { Customer } from "../state/types.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";
import { metafieldFields } from "./metafield-view.ts";
import { moneyV2 } from "./money-view.ts";
import { nodeView } from "./node-view.ts";

/** A Customer as the schema describes it. */
export function customerView(context: ApiContext, customer: Customer): object {
  const gid = globalId("Customer", customer.id);
  const orders = () =>
    context.store.ordersOf(customer.shop).filter((order) => order.customerId === customer.id);
  return {
    __typename: "Customer",
    id: gid,
    legacyResourceId: String(customer.id),
    displayName: `${customer.firstName} ${customer.lastName}`.trim() || customer.email || "Customer",
    firstName: customer.firstName,
    lastName: customer.lastName,
    note: customer.note,
    locale: customer.locale,
    state: customer.state.toUpperCase(),
    tags: customer.tags,
    verifiedEmail: customer.emailVerified,
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
    email: customer.email,
    phone: customer.phone,
    defaultEmailAddress: customer.email ? { emailAddress: customer.email } : null,
    defaultAddress: customerAddress(customer),
    defaultPhoneNumber: customer.phone ? { phoneNumber: customer.phone } : null,
    numberOfOrders: () => String(orders().length),
    amountSpent: () => {
      const minor = orders().reduce(
        (sum, order) => sum + paidMoney(order).shopMinor - refundedMoney(order).shopMinor,
        0,
      );
      return moneyV2(minor, context.shop.currency);
    },
    lastOrder: () => {
      const last = orders().at(-1);
      return last ? nodeView(context, globalId("Order", last.id)) : null;
    },
    orders: (args: PageArgs) =>
      connectionOf(orders(), args, {
        key: (order) => String(order.id),
        node: (order) => nodeView(context, globalId("Order", order.id)),
      }),
    ...metafieldFields(context, gid, nodeView),
  };
}
