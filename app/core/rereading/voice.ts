import { secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Voice, VoiceGroup, Voices } from "./types.ts";

/** Webhooks that come closer together than this are one burst: an order alone causes several. */
const BURST_SECONDS = 60;

/** How much the newest pause counts in the average. */
const WEIGHT = 1 / 8;

/** A group that was never heard. */
export const UNHEARD: Voice = { heardAt: null, usualPauseSeconds: null, bursts: 0 };

/** A shop of which nothing was heard. */
export const NOTHING_HEARD: Voices = { any: UNHEARD, orders: UNHEARD, customers: UNHEARD, topics: {} };

/** Takes in webhooks of one group, oldest first. */
export function hear(voice: Voice, heardAt: readonly Instant[]): Voice {
  return heardAt.reduce(hearOne, voice);
}

function hearOne(voice: Voice, at: Instant): Voice {
  if (voice.heardAt === null) return { heardAt: at, usualPauseSeconds: null, bursts: 1 };
  const pause = secondsBetween(voice.heardAt, at);
  if (pause < BURST_SECONDS) return { ...voice, heardAt: at > voice.heardAt ? at : voice.heardAt };
  const usual = voice.usualPauseSeconds ?? pause;
  const usualPauseSeconds = Math.round(usual + (pause - usual) * WEIGHT);
  return { heardAt: at, usualPauseSeconds, bursts: voice.bursts + 1 };
}

/** Takes in webhooks of a shop, each under its topic, oldest first. */
export function hearTopics(
  voices: Voices,
  events: readonly { readonly topic: string; readonly receivedAt: Instant }[],
): Voices {
  const of = (group: VoiceGroup): Instant[] =>
    events
      .filter(({ topic }) => group === "any" || voiceGroupOf(topic) === group)
      .map(({ receivedAt }) => receivedAt);
  return {
    any: hear(voices.any, of("any")),
    orders: hear(voices.orders, of("orders")),
    customers: hear(voices.customers, of("customers")),
    topics: newestOf(voices.topics, events),
  };
}

function newestOf(
  before: Voices["topics"],
  events: readonly { readonly topic: string; readonly receivedAt: Instant }[],
): Voices["topics"] {
  const heard = new Map(Object.entries(before));
  for (const { topic, receivedAt } of events) {
    if (receivedAt > (heard.get(topic) ?? "")) heard.set(topic, receivedAt);
  }
  return Object.fromEntries(heard);
}

/** The group that a topic is listened to with; any: it has none of its own. */
export function voiceGroupOf(topic: string): VoiceGroup {
  if (topic.startsWith("orders/") || topic.startsWith("refunds/")) return "orders";
  return topic === "customers/create" || topic === "customers/update" ? "customers" : "any";
}
