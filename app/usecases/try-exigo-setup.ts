import type { CurrencyTerms, ExigoSetup } from "#core/exigo";

import type { ExigoAccess } from "./ports/exigo.ts";
import type { ExigoCatalog, ExigoWarehouse } from "./ports/exigo-catalog.ts";

/** What a setting turned out to be when it was tried. */
export type SetupTrouble =
  | "warehouses_unreadable"
  | "warehouse_unknown"
  | "terms_refused"
  | "ship_method_unknown"
  | "items_unreadable"
  | "items_none"
  | "item_unknown";

/** A setting that does not work, by its path in the settings' document. */
export interface SetupFinding {
  readonly path: string;
  readonly trouble: SetupTrouble;
  /** Exigo's own words; null: it did not refuse anything. */
  readonly message: string | null;
}

type Ports = {
  readonly exigo: Pick<ExigoCatalog, "listWarehouses" | "listShipMethods" | "listItemCodes" | "readItems">;
};
type Tried = { readonly access: ExigoAccess; readonly setup: ExigoSetup };

/**
 * Tries the settings for orders and items with calls that store nothing: whether warehouses exist, whether currency,
 * price type and ship method of each currency fit together, whether ship methods are among those of their warehouse,
 * and whether items can be listed and read. What was not set is not tried.
 */
export async function tryExigoSetup(ports: Ports, tried: Tried): Promise<readonly SetupFinding[]> {
  const { currencies, shipMethods } = tried.setup.orders;
  const items = await tryItems(ports, tried);
  if (currencies.length === 0 && shipMethods.length === 0) return items.findings;
  const listed = await ports.exigo.listWarehouses(tried.access);
  if (!listed.ok) {
    const finding = {
      path: "orders.currencies",
      trouble: "warehouses_unreadable",
      message: listed.message,
    } as const;
    return [finding, ...items.findings];
  }
  const findings: SetupFinding[] = [];
  const methods = new Map<number, ReadonlySet<number>>();
  for (const [index, terms] of currencies.entries()) {
    const path = `orders.currencies.${index}`;
    const warehouse = listed.value.find((each) => each.warehouseId === terms.warehouseId);
    if (!warehouse)
      findings.push({ path: `${path}.warehouseId`, trouble: "warehouse_unknown", message: null });
    else
      findings.push(
        ...(await tryTerms(ports, tried, { path, terms, warehouse, itemCode: items.some, methods })),
      );
  }
  return [...findings, ...tryRules(tried.setup, listed.value, methods), ...items.findings];
}

async function tryTerms(
  ports: Ports,
  { access }: Tried,
  place: {
    readonly path: string;
    readonly terms: CurrencyTerms;
    readonly warehouse: ExigoWarehouse;
    readonly itemCode: string | null;
    readonly methods: Map<number, ReadonlySet<number>>;
  },
): Promise<readonly SetupFinding[]> {
  const { path, terms, warehouse, itemCode, methods } = place;
  const { country, state } = warehouse;
  const found = await ports.exigo.listShipMethods(access, { ...terms, country, state, itemCode });
  // An order of nothing may be refused for that alone, so without an item nothing can be told.
  if (!found.ok && itemCode === null) return [];
  if (!found.ok) return [{ path: `${path}.shipMethodId`, trouble: "terms_refused", message: found.message }];
  const known = new Set(found.value.map((method) => method.shipMethodId));
  methods.set(terms.warehouseId, known);
  if (known.size === 0 || known.has(terms.shipMethodId)) return [];
  return [{ path: `${path}.shipMethodId`, trouble: "ship_method_unknown", message: null }];
}

/** Ship methods of a warehouse that no currency names cannot be listed; whether it exists can be told. */
function tryRules(
  { orders }: ExigoSetup,
  warehouses: readonly ExigoWarehouse[],
  methods: ReadonlyMap<number, ReadonlySet<number>>,
): SetupFinding[] {
  return orders.shipMethods.flatMap(({ warehouseId, shipMethodId }, index): SetupFinding[] => {
    const path = `orders.shipMethods.${index}`;
    if (!warehouses.some((each) => each.warehouseId === warehouseId)) {
      return [{ path: `${path}.warehouseId`, trouble: "warehouse_unknown", message: null }];
    }
    const known = methods.get(warehouseId);
    if (known === undefined || known.size === 0 || known.has(shipMethodId)) return [];
    return [{ path: `${path}.shipMethodId`, trouble: "ship_method_unknown", message: null }];
  });
}

/** `some`: an item that Exigo has, to calculate an order of; null: none is known. */
async function tryItems(
  ports: Ports,
  { access, setup }: Tried,
): Promise<{ readonly some: string | null; readonly findings: readonly SetupFinding[] }> {
  const path = `items.${setup.items.source === "codes" ? "codes" : "source"}`;
  const isSet = setup.items.source !== "codes" || setup.items.codes.length > 0;
  const canAsk = setup.items.source !== "odata" || access.historyUrl !== null;
  const hasReport = setup.items.source !== "report" || setup.items.reportId !== null;
  if (isSet && !(canAsk && hasReport)) {
    return {
      some: null,
      findings: [{ path: hasReport ? path : "items.reportId", trouble: "items_none", message: null }],
    };
  }
  const listed = isSet ? await ports.exigo.listItemCodes(access, { after: null, limit: 2 }) : null;
  if (listed && !listed.ok) {
    return { some: null, findings: [{ path, trouble: "items_unreadable", message: listed.message }] };
  }
  const codes = listed?.value ?? [];
  const { otherItemCode, currencies } = setup.orders;
  const asked = [...codes, ...(otherItemCode === null ? [] : [otherItemCode])];
  const [terms] = currencies;
  const none: SetupFinding[] =
    isSet && codes.length === 0 ? [{ path, trouble: "items_none", message: null }] : [];
  if (!terms || asked.length === 0) return { some: asked[0] ?? null, findings: none };
  const read = await ports.exigo.readItems(access, { ...terms, codes: asked });
  if (!read.ok) return { some: asked[0] ?? null, findings: none };
  const has = (code: string): boolean =>
    read.value.some(({ itemCode }) => itemCode.toLowerCase() === code.toLowerCase());
  const findings = [...none];
  if (codes.some((code) => !has(code))) findings.push({ path, trouble: "item_unknown", message: null });
  if (otherItemCode !== null && !has(otherItemCode)) {
    findings.push({ path: "orders.otherItemCode", trouble: "item_unknown", message: null });
  }
  return { some: asked.find(has) ?? null, findings };
}
