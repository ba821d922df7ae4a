import { z } from "zod";

import { DEFAULT_EXIGO_SETUP } from "../core/exigo/index.ts";
import type { ExigoSetup } from "../core/exigo/index.ts";

const standard = DEFAULT_EXIGO_SETUP;
const LARGEST_ID = 2_147_483_647;
const POINT_REDEMPTION = 10;
const MOST_CODES = 20_000;

const id = z.int("takes a whole number").min(1, "takes a number above 0").max(LARGEST_ID, "is too large");
const whole = (min: number, max: number) =>
  z.int("takes a whole number").min(min, `takes at least ${min}`).max(max, `takes at most ${max}`);
const text = (max: number) =>
  z.string().trim().min(1, "is empty").max(max, `takes at most ${max} characters`);
const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{3}$/, "takes three letters");
const itemCode = text(20);
const numbered = (prefix: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${first + index}`);
const oneOf = (values: readonly string[], says: string) =>
  z.string().refine((value) => values.includes(value), { message: says });
const metafield = z
  .string()
  .regex(/^[a-z0-9_-]{3,64}\.[a-z0-9_-]{3,64}$/, "takes a namespace and a key, such as custom.rank")
  .nullable();

const exigoFields = [
  ...["middleName", "nameSuffix", "company", "phone2", "mobilePhone", "fax", "notes"],
  ...numbered("field", 1, 15),
];

const api = z.strictObject({
  timeoutSeconds: whole(1, 60).default(standard.api.timeoutSeconds),
  callsPerMinute: whole(10, 100_000).default(standard.api.callsPerMinute),
  callsAtOnce: whole(1, 200).default(standard.api.callsAtOnce),
  batchSize: whole(1, 10_000).default(standard.api.batchSize),
  enums: z.enum(["number", "name"]).default(standard.api.enums),
  lists: z.enum(["repeated", "indexed", "single"]).default(standard.api.lists),
  dates: z.enum(["offset", "plain"]).default(standard.api.dates),
  errorsWithMessage: z.enum(["unknown", "refused"]).default(standard.api.errorsWithMessage),
  cleared: z.enum(["empty", "null"]).default(standard.api.cleared),
});

const currencyTerms = z.strictObject({
  shopifyCurrency: currencyCode.transform((code) => code.toUpperCase()),
  currencyCode,
  warehouseId: id,
  priceType: id,
  shipMethodId: id,
});

const orders = z.strictObject({
  from: z.iso.datetime({ message: "takes a moment such as 2026-12-01T00:00:00Z" }).nullable().default(null),
  currencies: z
    .array(currencyTerms)
    .max(50)
    .refine((all) => new Set(all.map((one) => one.shopifyCurrency)).size === all.length, {
      message: "names a currency twice",
    })
    .default([]),
  shipMethods: z
    .array(z.strictObject({ warehouseId: id, title: text(255), shipMethodId: id }))
    .max(500)
    .default([]),
  key: oneOf(["orderKey", ...numbered("other", 11, 20)], "takes orderKey, or other11 to other20").default(
    "orderKey",
  ),
  orderType: whole(0, 23).default(standard.orders.orderType),
  paidStatus: whole(0, 10).default(standard.orders.paidStatus),
  returnStatus: whole(0, 10).default(standard.orders.returnStatus),
  paymentType: whole(0, 29)
    .refine((type) => type !== POINT_REDEMPTION, { message: "10 takes points, which the app does by itself" })
    .default(standard.orders.paymentType),
  refundPayments: z.boolean().default(false),
  guestCustomerId: id.nullable().default(null),
  otherItemCode: itemCode.nullable().default(null),
  transaction: z.boolean().default(false),
});

const customers = z.strictObject({
  keepAlike: z.boolean().default(false),
  key: oneOf(["customerKey", ...numbered("field", 1, 15)], "takes customerKey, or field1 to field15").default(
    standard.customers.key,
  ),
  typeForNew: whole(0, LARGEST_ID).default(standard.customers.typeForNew),
  fields: z
    .array(
      z.strictObject({
        shopify: z.enum(["firstName", "lastName", "email", "phone", "note", "customerId"]),
        exigo: oneOf(exigoFields, "takes a field such as phone2 or field3"),
      }),
    )
    .max(30)
    .refine((all) => new Set(all.map((one) => one.exigo)).size === all.length, {
      message: "fills a field twice",
    })
    .default([]),
  pollSeconds: whole(5, 86_400).default(standard.customers.pollSeconds),
  overlapSeconds: whole(1, 86_400).default(standard.customers.overlapSeconds),
  typeMetafield: metafield.default(standard.customers.typeMetafield),
  rankMetafield: metafield.default(standard.customers.rankMetafield),
  enrollerMetafield: metafield.default(standard.customers.enrollerMetafield),
});

const items = z.strictObject({
  source: z.enum(["codes", "report", "odata"]).default(standard.items.source),
  codes: z.array(itemCode).max(MOST_CODES, `takes at most ${MOST_CODES} codes`).default([]),
  reportId: id.nullable().default(null),
  reportColumn: text(100).default(standard.items.reportColumn),
});

const catalog = z.strictObject({
  shops: z
    .array(
      z.strictObject({
        shopId: id,
        currencyCode,
        priceType: id,
        prices: z.boolean().default(false),
        stock: z.boolean().default(false),
        fulfilment: z.boolean().default(false),
        priceWarehouseId: id.default(1),
        locations: z
          .array(z.strictObject({ warehouseId: id, locationId: z.string().regex(/^\d{1,20}$/) }))
          .max(200)
          .default([]),
      }),
    )
    .max(200)
    .default([]),
  skuCase: z.enum(["exact", "ignored"]).default(standard.catalog.skuCase),
  createProducts: z.boolean().default(false),
  difference: z.enum(["put_back", "report"]).default(standard.catalog.difference),
  fields: z.array(z.enum(["title", "description", "weight"])).default([...standard.catalog.fields]),
  weightUnit: z.enum(["lb", "oz", "kg", "g"]).default(standard.catalog.weightUnit),
  stockFigure: z.enum(["available", "in_stock"]).default(standard.catalog.stockFigure),
  notifyShopper: z.boolean().default(standard.catalog.notifyShopper),
  itemMinutes: whole(1, 10_080).default(standard.catalog.itemMinutes),
  priceMinutes: whole(1, 10_080).default(standard.catalog.priceMinutes),
  stockMinutes: whole(1, 1_440).default(standard.catalog.stockMinutes),
  shipmentMinutes: whole(1, 1_440).default(standard.catalog.shipmentMinutes),
});

/**
 * The settings of an Exigo connection beside where it leads, version 1. What is left out has its safe default; what the
 * document does not know is refused.
 */
export const exigoSettingsDocument = z
  .strictObject({
    version: z.literal(1),
    api: api.prefault({}),
    points: z.strictObject({ transactionType: text(50).nullable().default(null) }).prefault({}),
    orders: orders.prefault({}),
    customers: customers.prefault({}),
    items: items.prefault({}),
    catalog: catalog.prefault({}),
  })
  .superRefine(({ customers: { key, fields } }, context) => {
    if (!fields.some((rule) => rule.exigo === key)) return;
    const message = `${key} carries the app's key already`;
    context.addIssue({ code: "custom", path: ["customers", "fields"], message });
  }) satisfies z.ZodType<ExigoSetup>;
