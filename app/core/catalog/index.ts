export { carrierName } from "./carriers.ts";
export { decidePrice } from "./decide-price.ts";
export type { PriceDecision, PriceSides } from "./decide-price.ts";
export { isStockChangedInShop, wantedStock } from "./decide-stock.ts";
export {
  findMappingColumns,
  MAPPING_COLUMNS,
  mappingName,
  readMappingRow,
  STATE_WORDS,
} from "./mapping-file.ts";
export type { MappingPositions, MappingRefusal, MappingRow } from "./mapping-file.ts";
export { matchLines } from "./match-lines.ts";
export type { OrderedLine, ShippedDetail } from "./match-lines.ts";
export { matchSku, readItemCode } from "./match-sku.ts";
export type { CodeCase } from "./match-sku.ts";
export { markOfTracking, planCorrections } from "./plan-corrections.ts";
export type { SentPackage, ToldPackages } from "./plan-corrections.ts";
export { planPackages } from "./plan-packages.ts";
export type { LineToSend, LineUnits, Package, PartToSend, Shipment } from "./plan-packages.ts";
export { handleOfItem, productContent, weightInGrams } from "./product-content.ts";
export type { ItemField, WeightUnit } from "./product-content.ts";
export { CATALOG_TASKS, waitsForItem } from "./types.ts";
export type { CatalogTask, ItemFacts, LinkState, MapItemRefusal } from "./types.ts";
