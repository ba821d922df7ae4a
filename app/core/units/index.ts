export { AmountFault, assertMinor, formatDecimal, parseDecimal } from "./amount.ts";
export { Fault } from "./fault.ts";
export type { Instant } from "./instant.ts";
export { multiplyRatio } from "./rounding.ts";
export type { Rounding } from "./rounding.ts";
