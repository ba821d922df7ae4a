import { z } from "zod";

import type { PeriodName } from "#core/reading";

import type { RollForwardScope } from "../../usecases/ports/ledger-reading.ts";

const day = z.iso.date();

const PERIODS = [
  "last30",
  "thisMonth",
  "lastMonth",
  "last90",
  "thisYear",
  "lastYear",
] as const satisfies readonly PeriodName[];

/** `all`, `shop-3`, `shop-0` for what no shop caused, or `currency-EUR`. */
const scope = z.string().regex(/^(all|shop-\d{1,9}|currency-[A-Z]{3})$/);

const query = z.object({ period: z.enum(PERIODS).catch("last30"), scope: scope.catch("all") });

/** What the liability page is asked for; what cannot be read is as if it were left out. */
export function readLiabilityQuery(request: Request): z.output<typeof query> {
  return query.parse(Object.fromEntries(new URL(request.url).searchParams));
}

/** What the export is asked for; null: it cannot be read, or is no stretch of days. */
export function readExportQuery(request: Request): { from: string; to: string; scope: string } | null {
  const parsed = z
    .object({ from: day, to: day, scope })
    .safeParse(Object.fromEntries(new URL(request.url).searchParams));
  return parsed.success && parsed.data.from <= parsed.data.to ? parsed.data : null;
}

/** The entries that a scope's name stands for. */
export function toScope(programId: number, name: string): RollForwardScope {
  const [kind, value = ""] = name.split("-");
  if (kind === "shop") return { programId, shopId: Number(value) };
  return kind === "currency" ? { programId, currency: value } : { programId };
}
