export { expireHoldCommand, expireLotsCommand, matureCommand } from "./due-commands.ts";
export type { DueExpiry, DueHold, DueLot } from "./types.ts";
