import type { Customer, Fulfilment, Order, Product, Refund, Shop } from "../state/types.ts";
import type { Store } from "../state/store.ts";
import type {
  CancelOrderInput,
  CreateCustomerInput,
  CreateProductInput,
  CreateShopInput,
  DisputeOrderInput,
  EditOrderInput,
  FulfilOrderInput,
  OrderRef,
  PlaceOrderInput,
  RefundOrderInput,
  UpdateCustomerInput,
  UpdateProductInput,
} from "./inputs.ts";
import { createCustomer, deleteCustomer, mergeCustomers, updateCustomer } from "./customers.ts";
import { cancelOrder, deleteOrder, payOrder, updateOrder } from "./change-order.ts";
import { disputeOrder } from "./dispute-order.ts";
import { editOrder } from "./edit-order.ts";
import { fulfilOrder } from "./fulfil-order.ts";
import { placeOrder } from "./place-order.ts";
import { createProduct, deleteProduct, setInventory, updateProduct } from "./products.ts";
import { refundOrder } from "./refund-order.ts";
import { moveLines } from "../catalog/fulfilment-orders.ts";
import { createLocation, setStock } from "../catalog/locations.ts";
import type { Location } from "../catalog/locations.ts";
import { createShop } from "./shops.ts";

export { OperationRefused } from "./refused.ts";

/** One event that Shopify would tell subscribers about; the payload is fixed at the moment it happens. */
export type ShopEvent = { shop: string; topic: string; payload: unknown };

export type OperationContext = { store: Store; emit(event: ShopEvent): void };

/**
 * What people, merchants and shoppers do in Shopify. Each verb changes the state and emits its webhooks.
 * A wish Shopify would refuse throws OperationRefused with a sentence.
 */
export type Operations = {
  createShop(input: CreateShopInput): Shop;
  createCustomer(input: CreateCustomerInput): Customer;
  updateCustomer(input: UpdateCustomerInput): Customer;
  deleteCustomer(input: { shop: string; customerId: number }): void;
  /** The second customer goes into the first. */
  mergeCustomers(input: { shop: string; keptId: number; deletedId: number }): Customer;
  createProduct(input: CreateProductInput): Product;
  updateProduct(input: UpdateProductInput): Product;
  deleteProduct(input: { shop: string; productId: number }): void;
  setInventory(input: { shop: string; variantId: number; quantity: number }): Product;
  placeOrder(input: PlaceOrderInput): Order;
  payOrder(input: OrderRef): Order;
  /** Changes that only touch note, tags and customer. */
  updateOrder(input: OrderRef & { note?: string | null; tags?: string[]; customerId?: number | null }): Order;
  refundOrder(input: RefundOrderInput): Refund;
  cancelOrder(input: CancelOrderInput): Order;
  disputeOrder(input: DisputeOrderInput): { disputeId: number };
  editOrder(input: EditOrderInput): Order;
  fulfilOrder(input: FulfilOrderInput): Fulfilment;
  createLocation(input: { shop: string; name: string }): Location;
  /** Units of a variant at one location, as staff set them. */
  setStock(input: { shop: string; variantId: number; locationId: number; quantity: number }): {
    available: number;
  };
  /** Another location sends these lines of an order. */
  moveLines(input: { shop: string; orderId: number; lineIds: number[]; locationId: number }): {
    fulfillmentOrderId: number;
  };
  deleteOrder(input: OrderRef): void;
};

/** Binds every verb to one store and one receiver of events. */
export function createOperations(context: OperationContext): Operations {
  return {
    createShop: (input) => createShop(context, input),
    createCustomer: (input) => createCustomer(context, input),
    updateCustomer: (input) => updateCustomer(context, input),
    deleteCustomer: (input) => deleteCustomer(context, input),
    mergeCustomers: (input) => mergeCustomers(context, input),
    createProduct: (input) => createProduct(context, input),
    updateProduct: (input) => updateProduct(context, input),
    deleteProduct: (input) => deleteProduct(context, input),
    setInventory: (input) => setInventory(context, input),
    placeOrder: (input) => placeOrder(context, input),
    payOrder: (input) => payOrder(context, input),
    updateOrder: (input) => updateOrder(context, input),
    refundOrder: (input) => refundOrder(context, input),
    cancelOrder: (input) => cancelOrder(context, input),
    disputeOrder: (input) => disputeOrder(context, input),
    editOrder: (input) => editOrder(context, input),
    fulfilOrder: (input) => fulfilOrder(context, input),
    createLocation: (input) => createLocation(context, input),
    setStock: (input) => setStock(context, input),
    moveLines: (input) => moveLines(context, input),
    deleteOrder: (input) => deleteOrder(context, input),
  };
}
