import { secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { ArrivalFindingKind, MissedChange, Resource, Voice, VoiceGroup, Voices } from "./types.ts";

/** A shop is silent when it pauses for this many times its usual pause, and never before the shortest silence. */
const TIMES_USUAL = 4;
const SHORTEST_SILENCE_SECONDS = 5 * 60;

/** From this many bursts on a shop is one that usually speaks. */
const ENOUGH_BURSTS = 5;

const kindOf = { orders: "orders_missing", customers: "customers_missing" } as const;
const groupOf: Readonly<Record<ArrivalFindingKind, VoiceGroup>> = {
  silent: "any",
  orders_missing: "orders",
  customers_missing: "customers",
};

export interface OpenFinding {
  readonly kind: ArrivalFindingKind;
  readonly foundAt: Instant;
}

/**
 * What is to be said of a shop's webhooks. `missed` are changes that Shopify lists, that are older than a webhook
 * usually takes, and that are not known here. One lost webhook among others is mended and no finding; a group of which
 * nothing was heard since a change that it should have told is. When all groups are quiet at a shop that usually
 * speaks, there is one finding for the shop. A finding is closed when what it missed is heard again.
 */
export function judgeArrivals(input: {
  readonly now: Instant;
  readonly voices: Voices;
  readonly missed: readonly MissedChange[];
  readonly open: readonly OpenFinding[];
}): { readonly toOpen: readonly ArrivalFindingKind[]; readonly toClose: readonly ArrivalFindingKind[] } {
  const { now, voices, missed, open } = input;
  const heardAgain = open.filter(({ kind, foundAt }) => isAfter(voices[groupOf[kind]], foundAt));
  const stillOpen = open.filter((finding) => !heardAgain.includes(finding)).map(({ kind }) => kind);
  const quiet = (["orders", "customers"] as const).filter((group) => isMissing(voices, missed, group));
  const isSilent = quiet.length > 0 && pausesTooLong(voices.any, now);
  const wanted: ArrivalFindingKind[] = isSilent ? ["silent"] : quiet.map((group) => kindOf[group]);
  const covered =
    isSilent || stillOpen.includes("silent") ? stillOpen.filter((kind) => kind !== "silent") : [];
  return {
    toOpen: stillOpen.includes("silent") ? [] : wanted.filter((kind) => !stillOpen.includes(kind)),
    toClose: [...heardAgain.map(({ kind }) => kind), ...covered],
  };
}

function isMissing(voices: Voices, missed: readonly MissedChange[], group: Resource): boolean {
  return missed.some(({ resource, changedAt }) => resource === group && !isAfter(voices[group], changedAt));
}

/** Shopify's dates have whole seconds, so what was heard within the same one counts as before. */
function isAfter({ heardAt }: Voice, instant: Instant): boolean {
  return heardAt !== null && heardAt > instant;
}

function pausesTooLong({ heardAt, usualPauseSeconds, bursts }: Voice, now: Instant): boolean {
  if (heardAt === null || usualPauseSeconds === null || bursts < ENOUGH_BURSTS) return false;
  return secondsBetween(heardAt, now) > Math.max(SHORTEST_SILENCE_SECONDS, TIMES_USUAL * usualPauseSeconds);
}
