import type { InstalledShop, Programs, Shop } from "./ports/programs.ts";
import type { TimeZones } from "./ports/time-zones.ts";

export interface InstallShopPorts {
  readonly programs: Pick<Programs, "installShop">;
  readonly timeZones: TimeZones;
}

export interface InstallShopInput extends Omit<InstalledShop, "calendar"> {
  /** IANA name of the shop's zone; left out, or unknown here: UTC. */
  readonly timeZone?: string;
}

/**
 * Makes a shop part of the app: its own program with a first earn rule in the shop's time zone on the first install,
 * installed again later. The zone of rules that are there stays: windows and days were promised in it. Runs more than
 * once per install (Remix loads parent and child routes side by side), and that is harmless.
 */
export function installShop(
  { programs, timeZones }: InstallShopPorts,
  { timeZone, ...shop }: InstallShopInput,
): Promise<Shop> {
  const calendar = timeZone === undefined ? null : timeZones.calendarOf(timeZone);
  return programs.installShop({ ...shop, ...(calendar ? { calendar } : {}) });
}
