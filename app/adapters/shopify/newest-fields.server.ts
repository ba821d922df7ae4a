import { z } from "zod";

import type { OrderHappenings, ShownProduct, ToldCustomer } from "#core/rereading";

import { optionalText, shopifyTime } from "./payload-fields.server.ts";
import { globalId, toReadCustomer } from "./reading-fields.server.ts";
import type { customerNode } from "./reading-fields.server.ts";

/** An order is paid, shipped and edited a few times; what is beyond shows nothing. */
export const HAPPENINGS_SHOWN = 5;

const PAYMENTS: readonly string[] = ["SALE", "CAPTURE"];

/** What happened to an order, by the dates that its list row tells. */
export const happeningsNode = z
  .object({
    name: z.string(),
    createdAt: shopifyTime,
    updatedAt: shopifyTime,
    cancelledAt: shopifyTime.nullable(),
    edited: z.boolean(),
    displayFinancialStatus: z.string().nullable(),
    displayFulfillmentStatus: z.string(),
    refunds: z.array(z.object({ createdAt: shopifyTime.nullable() })),
    transactions: z.array(z.object({ kind: z.string(), status: z.string(), createdAt: shopifyTime })),
    fulfillments: z.array(z.object({ status: z.string(), createdAt: shopifyTime })),
    agreements: z.object({ nodes: z.array(z.object({ reason: z.string(), happenedAt: shopifyTime })) }),
  })
  .transform((order): { readonly happenings: OrderHappenings } => ({
    happenings: {
      name: order.name,
      createdAt: order.createdAt,
      updatedAt: order.updatedAt,
      cancelledAt: order.cancelledAt,
      isPaid: order.displayFinancialStatus === "PAID",
      fulfilment: fulfilmentOf(order.displayFulfillmentStatus),
      paidAt: order.transactions
        .filter(({ kind, status }) => PAYMENTS.includes(kind) && status === "SUCCESS")
        .map(({ createdAt }) => createdAt),
      refundedAt: order.refunds.flatMap(({ createdAt }) => createdAt ?? []),
      editedAt: order.agreements.nodes
        .filter(({ reason }) => reason === "ORDER_EDIT")
        .map(({ happenedAt }) => happenedAt),
      isEdited: order.edited,
      fulfilledAt: shipmentsOf(order.fulfillments),
    },
  }));

function fulfilmentOf(status: string): OrderHappenings["fulfilment"] {
  if (status === "FULFILLED") return "whole";
  return status === "PARTIALLY_FULFILLED" ? "partial" : "none";
}

function shipmentsOf(
  fulfillments: readonly { readonly status: string; readonly createdAt: string }[],
): OrderHappenings["fulfilledAt"] {
  const areAllShown = fulfillments.length < HAPPENINGS_SHOWN;
  if (!areAllShown || fulfillments.some(({ status }) => status !== "SUCCESS")) return null;
  return fulfillments.map(({ createdAt }) => createdAt);
}

/** A customer as it is compared with what is held; none when its words cannot be understood. */
export function toToldCustomer(node: z.output<typeof customerNode>): ToldCustomer[] {
  const { told, tags } = toReadCustomer(node);
  if (!told.ok) return [];
  const { customerId, email, firstName, lastName, updatedAt, customerSince = null } = told.value;
  return [{ customerId, email, firstName, lastName, updatedAt, createdAt: customerSince, tags }];
}

/** A product as it is compared with what is held. */
export const shownProduct = z
  .object({
    id: globalId,
    title: z.string().trim(),
    createdAt: shopifyTime,
    updatedAt: shopifyTime,
    variants: z.object({
      nodes: z.array(z.object({ id: globalId, sku: optionalText, price: z.string() })),
    }),
  })
  .transform(({ id, variants, ...product }): ShownProduct => ({
    ...product,
    productId: id,
    variants: variants.nodes.map((variant) => ({ ...variant, variantId: variant.id })),
  }));
