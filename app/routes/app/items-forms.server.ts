import { z } from "zod";

import { mapRefusalWords } from "#components/words/item-words";
import type { SalesValues } from "#components/items/sales-card";
import { getWiring } from "#wiring";

import type { StaffRequest } from "./staff-request.server.ts";

/** What a form of the page gets back. */
export interface ItemsAnswer {
  readonly ok: boolean;
  readonly message: string;
  /** The variant that it is about; null: none. */
  readonly variantId: string | null;
  readonly errors: Readonly<Partial<Record<keyof SalesValues | "form", string>>>;
}

const variantId = z.string().regex(/^[1-9]\d{0,18}$/);
const number = (max: number) =>
  z.coerce
    .number({ error: "Enter a number" })
    .int("Enter a whole number")
    .min(1, "Enter a number above 0")
    .max(max);
const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const pairs = z.string().transform((text, context) => {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.map((line) => {
    const [, warehouse, locationId] = /^(\d{1,10})[\s,:]+(\d{1,19})$/.exec(line) ?? [];
    if (!warehouse || !locationId) {
      context.addIssue({ code: "custom", message: "Enter two numbers a line, such as 1 70123456" });
      return z.NEVER;
    }
    return { warehouseId: Number(warehouse), locationId };
  });
});

const form = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("map"), variantId, itemCode: z.string().max(60) }),
  z.object({ intent: z.literal("ignore"), variantId }),
  z.object({ intent: z.literal("forget"), variantId }),
  z.object({
    intent: z.literal("hurry"),
    task: z.enum(["products", "items", "prices", "stock", "shipments"]),
  }),
  z.object({
    intent: z.literal("save"),
    currencyCode: z
      .string()
      .trim()
      .regex(/^[A-Za-z]{3}$/, "Enter three letters"),
    priceType: number(2_147_483_647),
    priceWarehouseId: number(2_147_483_647),
    locations: pairs,
    prices: flag,
    stock: flag,
    fulfilment: flag,
    skuCase: z.enum(["exact", "ignored"]),
    difference: z.enum(["put_back", "report"]),
    createProducts: flag,
    stockMinutes: number(1_440),
  }),
]);

const saveRefusals = {
  not_connected: "Connect Exigo first, on the settings page",
  connection_paused: "The connection to Exigo is paused. Resume it on the settings page first",
} as const;

/** Carries out a form of the page of items. */
export async function answerItemsForm(
  { shop, staff }: Pick<StaffRequest, "shop" | "staff">,
  data: FormData,
): Promise<ItemsAnswer> {
  const parsed = form.safeParse(Object.fromEntries(data));
  if (!parsed.success) return malformed(data, parsed.error);
  const sent = parsed.data;
  switch (sent.intent) {
    case "map":
      return say(shop, staff, sent.variantId, { says: "is_item", itemCode: sent.itemCode });
    case "ignore":
      return say(shop, staff, sent.variantId, { says: "is_none" });
    case "forget":
      return say(shop, staff, sent.variantId, { says: "not_known" });
    case "hurry":
      await getWiring().adapters.catalogTurns.hurry(shop.programId, sent.task);
      return done("It is compared in a moment");
    case "save": {
      const { intent: _, skuCase, createProducts, difference, stockMinutes, ...ofShop } = sent;
      const saved = await getWiring().saveShopCatalog({
        programId: shop.programId,
        shop: { shopId: shop.shopId, ...ofShop },
        ofAll: { skuCase, createProducts, difference, stockMinutes },
      });
      if (!saved.ok) return failed({ form: saveRefusals[saved.refusal.code] });
      return done("Saved");
    }
  }
}

type Saying = Parameters<ReturnType<typeof getWiring>["mapItem"]>[0]["saying"];

async function say(
  shop: StaffRequest["shop"],
  staff: string,
  variant: string,
  saying: Saying,
): Promise<ItemsAnswer> {
  const result = await getWiring().mapItem({ shop, variantId: variant, saying, staff });
  if (!result.ok) {
    const message = mapRefusalWords(result.refusal);
    return { ok: false, message, variantId: variant, errors: {} };
  }
  const words = { is_item: "Mapped", is_none: "Its lines stay out of Exigo", not_known: "Choose its item" };
  return { ok: true, message: words[saying.says], variantId: variant, errors: {} };
}

const done = (message: string): ItemsAnswer => ({ ok: true, message, variantId: null, errors: {} });
const failed = (errors: ItemsAnswer["errors"]): ItemsAnswer => ({
  ...{ ok: false, message: "", variantId: null, errors },
});

function malformed(data: FormData, error: z.ZodError): ItemsAnswer {
  if (data.get("intent") !== "save") {
    return { ...failed({}), message: "The form could not be read. Load the page again" };
  }
  return failed(
    Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0] ?? "form"), message])),
  );
}
