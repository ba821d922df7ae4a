import type { Pool } from "mariadb";
import { z } from "zod";

import { topicsOfSameEffect } from "#core/inbox";

/** A claimed event by what would make it the same as another. */
export interface EventWithBody {
  readonly shopDomain: string;
  readonly id: number;
  readonly topic: string;
  readonly bodyDigest: Buffer;
}

const sameRow = z.object({ shop: z.string(), topic: z.string(), body_digest: z.instanceof(Buffer) });

/**
 * Those of the events, by id, whose body the shop's inbox has applied under another topic of the same effect. Bodies
 * tell seconds, so one that comes again would put back what a later event of its second has changed. One read for all
 * by the index on topic and digest; none where no other topic has their effect.
 */
export async function findAppliedBefore(
  pool: Pool,
  events: readonly EventWithBody[],
): Promise<ReadonlySet<number>> {
  const byTopics = new Map<readonly string[], EventWithBody[]>();
  for (const event of events) {
    const topics = topicsOfSameEffect(event.topic);
    if (topics.length > 0) byTopics.set(topics, [...(byTopics.get(topics) ?? []), event]);
  }
  if (byTopics.size === 0) return new Set();
  const applied = z.array(sameRow).parse(
    await pool.query(
      [...byTopics].map(() => APPLIED).join(" UNION ALL "),
      [...byTopics].flatMap(([topics, some]) => [
        topics,
        some.map(({ bodyDigest }) => bodyDigest),
        [...new Set(some.map(({ shopDomain }) => shopDomain))],
      ]),
    ),
  );
  const isSame = ({ shopDomain, topic, bodyDigest }: EventWithBody) =>
    applied.some(
      (row) => row.shop === shopDomain && row.topic !== topic && row.body_digest.equals(bodyDigest),
    );
  return new Set(events.filter(isSame).map(({ id }) => id));
}

/** The shop and the state would lead over all that the shop ever sent. */
const APPLIED = `(SELECT shop_domain AS shop, topic, body_digest
  FROM inbox_event FORCE INDEX (inbox_event_topic_body_digest_key)
  WHERE topic IN (?) AND body_digest IN (?) AND shop_domain IN (?) AND state = 'done')`;
