import { readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { expect, test } from "vitest";

import { isWebhookTopic, mayRepeatItself, topicsOfSameEffect, twinsOf, webhookTopics } from "#core/inbox";
import { SIGNED_TOPICS } from "#core/rereading";

test("the app knows exactly the topics that shopify.app.toml subscribes to", () => {
  const toml = parse(readFileSync("shopify.app.toml", "utf8")) as {
    webhooks: { subscriptions: { topics?: string[]; compliance_topics?: string[] }[] };
  };
  const subscribed = toml.webhooks.subscriptions.flatMap(({ topics = [], compliance_topics = [] }) => [
    ...topics,
    ...compliance_topics,
  ]);
  expect([...webhookTopics].toSorted()).toEqual(subscribed.toSorted());
});

test("objects' own names are no topics", () => {
  expect(isWebhookTopic("orders/create")).toBe(true);
  expect(isWebhookTopic("constructor")).toBe(false);
  expect(isWebhookTopic("orders/imagined")).toBe(false);
});

test("privacy requests and uninstalls may honestly come with the same body again, orders may not", () => {
  expect(mayRepeatItself("app/uninstalled")).toBe(true);
  expect(mayRepeatItself("customers/redact")).toBe(true);
  expect(mayRepeatItself("orders/updated")).toBe(false);
});

test("twins are topics whose bodies look alike and say different things", () => {
  expect(twinsOf("customer.tags_added")).toBe(twinsOf("customer.tags_removed"));
  expect(twinsOf("orders/delete")).toBe(twinsOf("products/delete"));
  expect(twinsOf("orders/delete")).not.toBe(twinsOf("customer.tags_added"));
  expect(twinsOf("orders/paid")).toBeNull();
  expect(twinsOf("constructor")).toBeNull();
});

test("no topic has a twin of its own effect, and every topic of an effect is one of it", () => {
  for (const topic of webhookTopics) {
    const topics = topicsOfSameEffect(topic);
    if (topics.length > 0) expect(topics).toContain(topic);
    expect(topics.filter((each) => twinsOf(each) !== null || mayRepeatItself(each))).toEqual([]);
  }
  expect(topicsOfSameEffect("customers/update")).toEqual(["customers/create", "customers/update"]);
  expect(topicsOfSameEffect("app/uninstalled")).toEqual([]);
});

test("decision 017 says of every topic whether its absence is noticed, and of those with signs alone that it is", () => {
  const decision = readFileSync("docs/decisions/017-missing-webhooks-are-noticed-by-their-effect.md", "utf8");
  const rows = [...decision.matchAll(/^\| (`.*`) \| (\w+)/gm)].flatMap(([, topics = "", word]) =>
    topics.split(", ").map((topic) => ({ topic: topic.replaceAll("`", ""), isNoticed: word === "yes" })),
  );
  expect(rows.map(({ topic }) => topic).toSorted()).toEqual([...webhookTopics].toSorted());
  expect(
    rows
      .filter(({ isNoticed }) => isNoticed)
      .map(({ topic }) => topic)
      .toSorted(),
  ).toEqual([...SIGNED_TOPICS].toSorted());
});
