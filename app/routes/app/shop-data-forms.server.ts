import { z } from "zod";

import { rereadRefusalWords } from "#components/words/arrival-words";
import { getWiring } from "#wiring";

import type { StaffRequest } from "./staff-request.server.ts";

/** What a request to read something again gets back. */
export interface ShopDataAnswer {
  readonly intent: "read-orders" | "import-customers";
  /** null: it is under way. */
  readonly error: string | null;
  readonly message: string;
}

/** What a request to stop a run gets back. */
export interface StopAnswer {
  readonly ok: boolean;
  readonly message: string;
}

const form = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("read-orders"), since: z.iso.date({ error: "Choose a day" }) }),
  z.object({ intent: z.literal("import-customers") }),
]);

const stopForm = z.object({
  intent: z.literal("stop"),
  id: z.coerce.number().int().positive(),
});

/** True for the form that {@link answerStopForm} answers. */
export function isStopForm(data: FormData): boolean {
  return data.get("intent") === "stop";
}

/** Stops a run that is under way, in the name of the member of staff. */
export async function answerStopForm(
  { shop, staff }: Pick<StaffRequest, "shop" | "staff">,
  data: FormData,
): Promise<StopAnswer> {
  const parsed = stopForm.safeParse(Object.fromEntries(data));
  if (!parsed.success) return { ok: false, message: rereadRefusalWords.reread_not_under_way };
  const { id } = parsed.data;
  const result = await getWiring().stopReread({ shopDomain: shop.domain, id, by: staff });
  return result.ok
    ? { ok: true, message: "Stopped" }
    : { ok: false, message: rereadRefusalWords[result.refusal.code] };
}

/** Asks for orders to be read again since a day, or for all customers to be imported. */
export async function answerShopDataForm(
  { shop, staff }: Pick<StaffRequest, "shop" | "staff">,
  data: FormData,
): Promise<ShopDataAnswer> {
  const parsed = form.safeParse(Object.fromEntries(data));
  if (!parsed.success) {
    return { intent: "read-orders", error: parsed.error.issues[0]?.message ?? "Choose a day", message: "" };
  }
  const { intent } = parsed.data;
  const result = await getWiring().requestReread({
    shopDomain: shop.domain,
    ordersSince: parsed.data.intent === "read-orders" ? `${parsed.data.since}T00:00:00.000Z` : null,
    now: new Date().toISOString(),
    by: staff,
  });
  if (!result.ok) return { intent, error: rereadRefusalWords[result.refusal.code], message: "" };
  const message = result.value.isNew ? "The store is being read" : "It is under way already";
  return { intent, error: null, message };
}
