export { AmountFault, assertMinor, formatDecimal, parseDecimal } from "./amount.ts";
export { canonicalJson } from "./canonical-json.ts";
export { currencyScale } from "./currency.ts";
export { Fault } from "./fault.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { addDays, addMilliseconds, InstantFault, secondsBetween } from "./instant.ts";
export type { Instant } from "./instant.ts";
export { multiplyRatio } from "./rounding.ts";
export type { Rounding } from "./rounding.ts";
