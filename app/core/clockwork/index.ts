export { expireHoldCommand, expireLotsCommand, matureCommand } from "./due-commands.ts";
export { CLOCKWORK_BATCH } from "./types.ts";
export type { DueExpiry, DueHold, DueLot } from "./types.ts";
