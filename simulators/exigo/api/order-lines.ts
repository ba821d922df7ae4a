import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { itemByCode, priceOf } from "../state/catalog.ts";
import type { OrderDetailRow } from "../state/orders.ts";
import { ITEM_CODE_LENGTH } from "./item-columns.ts";
import { percentOf, timesQuantity } from "./money.ts";
import type { OperationContext } from "./operation.ts";
import { fitText } from "./operation.ts";

/** What the lines of an order are priced by. */
export interface Pricing {
  currencyCode: string;
  priceType: number;
  /** Ten-thousandths of a per cent. */
  taxPercentUnits: number;
}

const REFERENCE_LENGTH = 100;

/** Reads and prices `details`. Refuses an order without lines, an unknown item and one that has no price and is given none. */
export function readDetails(
  context: OperationContext,
  input: RequestInput,
  pricing: Pricing,
): OrderDetailRow[] {
  const lines = input.objects("details");
  if (lines.length === 0) throw new Refusal(400, "An order needs at least one detail.");
  return lines.map((line, index) => readDetail(context, line, { ...pricing, orderLine: index + 1 }));
}

function readDetail(
  { company, settings }: OperationContext,
  line: RequestInput,
  { currencyCode, priceType, taxPercentUnits, orderLine }: Pricing & { orderLine: number },
): OrderDetailRow {
  const itemCode = line.requiredText("itemCode");
  if (itemCode.length > ITEM_CODE_LENGTH) {
    throw new Refusal(400, `itemCode is longer than ${ITEM_CODE_LENGTH} characters.`);
  }
  const item = itemByCode(company.items, itemCode);
  if (item === null) throw new Refusal(400, `Item ${itemCode} not found.`);
  const quantityUnits = line.decimalUnits("quantity") ?? 0;
  if (quantityUnits === 0) throw new Refusal(400, `The quantity of ${itemCode} must not be zero.`);
  const price = priceOf(item, currencyCode, priceType);
  const priceEachUnits = line.decimalUnits("priceEachOverride") ?? price?.priceUnits ?? null;
  if (priceEachUnits === null) {
    throw new Refusal(400, `Item ${itemCode} has no price in ${currencyCode} for price type ${priceType}.`);
  }
  const taxableEachUnits =
    line.decimalUnits("taxableEachOverride") ?? price?.taxablePriceUnits ?? priceEachUnits;
  const reference = line.text("reference1");
  return {
    orderLine,
    itemCode: item.itemCode,
    description: line.text("descriptionOverride") ?? String(item.columns.description ?? ""),
    quantityUnits,
    priceEachUnits,
    priceTotalUnits: timesQuantity(priceEachUnits, quantityUnits),
    taxableEachUnits,
    taxUnits: percentOf(timesQuantity(taxableEachUnits, quantityUnits), taxPercentUnits),
    businessVolumeEachUnits:
      line.decimalUnits("businessVolumeEachOverride") ?? price?.businessVolumeUnits ?? 0,
    commissionableVolumeEachUnits:
      line.decimalUnits("commissionableVolumeEachOverride") ?? price?.commissionableVolumeUnits ?? 0,
    reference1: reference === null ? null : fitText(settings, "reference1", reference, REFERENCE_LENGTH),
  };
}

/** Reads the lines of CreateOrderImport, whose caller says every amount. */
export function readImportedDetails(
  { company, settings }: OperationContext,
  input: RequestInput,
): OrderDetailRow[] {
  return input.objects("orderDetails").map((line, index) => {
    const itemCode = line.requiredText("itemCode");
    const item = itemByCode(company.items, itemCode);
    if (item === null) throw new Refusal(400, `Item ${itemCode} not found.`);
    const quantityUnits = line.decimalUnits("qty") ?? 0;
    const priceEachUnits = line.decimalUnits("priceEach") ?? 0;
    const reference = line.text("reference1");
    return {
      orderLine: index + 1,
      itemCode: item.itemCode,
      description: line.text("description") ?? String(item.columns.description ?? ""),
      quantityUnits,
      priceEachUnits,
      priceTotalUnits: timesQuantity(priceEachUnits, quantityUnits),
      taxableEachUnits: line.decimalUnits("taxablePriceEach") ?? 0,
      taxUnits: line.decimalUnits("stateTax") ?? 0,
      businessVolumeEachUnits: line.decimalUnits("bVEach") ?? 0,
      commissionableVolumeEachUnits: line.decimalUnits("cVEach") ?? 0,
      reference1: reference === null ? null : fitText(settings, "reference1", reference, REFERENCE_LENGTH),
    };
  });
}
