import { secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { isSignedTopic } from "./signs.ts";
import type { Sign } from "./signs.ts";
import type { ArrivalFindingKind, MissedChange, Resource, Voice, VoiceGroup, Voices } from "./types.ts";
import { voiceGroupOf } from "./voice.ts";

/** A shop is silent when it pauses for this many times its usual pause, and never before the shortest silence. */
const TIMES_USUAL = 4;
const SHORTEST_SILENCE_SECONDS = 5 * 60;

/** From this many bursts on a shop is one that usually speaks. */
const ENOUGH_BURSTS = 5;

const kindOf = { orders: "orders_missing", customers: "customers_missing" } as const;
const groupOf = {
  silent: "any",
  orders_missing: "orders",
  customers_missing: "customers",
} as const satisfies Record<string, VoiceGroup>;

export interface OpenFinding {
  readonly kind: ArrivalFindingKind;
  readonly foundAt: Instant;
}

/**
 * What is to be said of a shop's webhooks. `missed` are changes that Shopify lists, that are older than a webhook
 * usually takes, and that are not known here. One lost webhook among others is mended and no finding; a group of which
 * nothing was heard since a change that it should have told is. `unheard` are signs of events of whose topic nothing was
 * heard since (see `unheardSigns`): the topic is a finding, even when others told the same. When all groups are quiet at
 * a shop that usually speaks, there is one finding for the shop, and one for a quiet group in place of its topics. A
 * finding is closed when what it missed is heard again.
 */
export function judgeArrivals(input: {
  readonly now: Instant;
  readonly voices: Voices;
  readonly missed: readonly MissedChange[];
  readonly unheard: readonly Sign[];
  readonly open: readonly OpenFinding[];
}): { readonly toOpen: readonly ArrivalFindingKind[]; readonly toClose: readonly ArrivalFindingKind[] } {
  const { now, voices, missed, unheard, open } = input;
  const heardAgain = open.filter(({ kind, foundAt }) => isAfter(heardOf(voices, kind), foundAt));
  const stillOpen = open.filter((finding) => !heardAgain.includes(finding)).map(({ kind }) => kind);
  const quiet = (["orders", "customers"] as const).filter((group) => isMissing(voices, missed, group));
  const isSilent = quiet.length > 0 && pausesTooLong(voices.any, now);
  const topics = [...new Set(unheard.map(({ topic }) => topic))];
  const wanted: ArrivalFindingKind[] = isSilent
    ? ["silent"]
    : [...quiet.map((group) => kindOf[group]), ...topics];
  const said = new Set([...stillOpen, ...wanted]);
  const isCovered = (kind: ArrivalFindingKind): boolean => {
    if (kind === "silent") return false;
    const group = isSignedTopic(kind) ? voiceGroupOf(kind) : "any";
    return said.has("silent") || (group !== "any" && said.has(kindOf[group]));
  };
  return {
    toOpen: wanted.filter((kind) => !stillOpen.includes(kind) && !isCovered(kind)),
    toClose: [...heardAgain.map(({ kind }) => kind), ...stillOpen.filter(isCovered)],
  };
}

function heardOf(voices: Voices, kind: ArrivalFindingKind): Instant | null {
  return isSignedTopic(kind) ? (voices.topics[kind] ?? null) : voices[groupOf[kind]].heardAt;
}

function isMissing(voices: Voices, missed: readonly MissedChange[], group: Resource): boolean {
  return missed.some(
    ({ resource, changedAt }) => resource === group && !isAfter(voices[group].heardAt, changedAt),
  );
}

/** Shopify's dates have whole seconds, so what was heard within the same one counts as before. */
function isAfter(heardAt: Instant | null, instant: Instant): boolean {
  return heardAt !== null && heardAt > instant;
}

function pausesTooLong({ heardAt, usualPauseSeconds, bursts }: Voice, now: Instant): boolean {
  if (heardAt === null || usualPauseSeconds === null || bursts < ENOUGH_BURSTS) return false;
  return secondsBetween(heardAt, now) > Math.max(SHORTEST_SILENCE_SECONDS, TIMES_USUAL * usualPauseSeconds);
}
