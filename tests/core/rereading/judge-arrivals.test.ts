import { describe, expect, it } from "vitest";

import { hearTopics, judgeArrivals, NOTHING_HEARD, UNHEARD } from "#core/rereading";
import type { MissedChange, Sign, Voices } from "#core/rereading";
import { addMilliseconds } from "#core/units";

type OpenKind = Parameters<typeof judgeArrivals>[0]["open"][number]["kind"];

const NOW = "2026-11-20T12:00:00.000Z";
const minutesBefore = (minutes: number): string => addMilliseconds(NOW, -Math.round(minutes * 60_000));

/** A shop from which these topics came every so many minutes, the last time `lastMinutes` ago. */
function speaking(topics: string[], everyMinutes: number, lastMinutes: number, times = 20): Voices {
  const events = Array.from({ length: times }, (_, index) => index)
    .flatMap((index) =>
      topics.map((topic) => ({ topic, receivedAt: minutesBefore(lastMinutes + index * everyMinutes) })),
    )
    .reverse();
  return hearTopics(NOTHING_HEARD, events);
}

const missedOrder = (minutes: number): MissedChange => ({
  resource: "orders",
  changedAt: minutesBefore(minutes),
});
const missedCustomer = (minutes: number): MissedChange => ({
  resource: "customers",
  changedAt: minutesBefore(minutes),
});
const judge = (
  voices: Voices,
  missed: MissedChange[],
  open: Parameters<typeof judgeArrivals>[0]["open"] = [],
  unheard: Sign[] = [],
) => judgeArrivals({ now: NOW, voices, missed, unheard, open });

describe("what is heard of a shop", () => {
  it("counts the webhooks of one order as one burst, and knows the usual pause", () => {
    const voices = speaking(["orders/create", "orders/paid", "orders/updated"], 10, 3);
    expect(voices.orders).toEqual({ heardAt: minutesBefore(3), usualPauseSeconds: 600, bursts: 20 });
    expect(voices.any).toEqual(voices.orders);
    expect(voices.customers).toEqual(UNHEARD);
  });

  it("comes to know another rhythm bit by bit", () => {
    const before = speaking(["orders/create"], 60, 600, 5);
    const after = hearTopics(
      before,
      Array.from({ length: 60 }, (_, index) => ({
        topic: "orders/create",
        receivedAt: minutesBefore(599 - index * 2),
      })),
    );
    expect(after.orders.usualPauseSeconds).toBeLessThan(180);
  });

  it("hears the same however it is cut into pieces", () => {
    const events = Array.from({ length: 30 }, (_, index) => ({
      topic: index % 3 === 0 ? "customers/update" : "orders/updated",
      receivedAt: minutesBefore(300 - index * index * 0.3),
    }));
    const inPieces = [events.slice(0, 7), events.slice(7, 8), events.slice(8)].reduce(
      hearTopics,
      NOTHING_HEARD,
    );
    expect(inPieces).toEqual(hearTopics(NOTHING_HEARD, events));
  });
});

describe("the judgement of a silence", () => {
  const bothEveryTwoMinutes = (last: number) => speaking(["orders/updated", "customers/update"], 2, last);

  it("finds nothing while everything comes, and nothing in a pause in which nothing changed", () => {
    expect(judge(bothEveryTwoMinutes(1), [])).toEqual({ toOpen: [], toClose: [] });
    expect(judge(bothEveryTwoMinutes(500), [])).toEqual({ toOpen: [], toClose: [] });
  });

  it("holds one lost webhook among others for no finding", () => {
    expect(judge(bothEveryTwoMinutes(1), [missedOrder(6)]).toOpen).toEqual([]);
  });

  it("finds the group that is missing while another still comes", () => {
    const customersOnly = { ...bothEveryTwoMinutes(1), orders: speaking(["orders/updated"], 2, 20).orders };
    expect(judge(customersOnly, [missedOrder(18), missedOrder(6)]).toOpen).toEqual(["orders_missing"]);
    const ordersOnly = { ...bothEveryTwoMinutes(1), customers: UNHEARD };
    expect(judge(ordersOnly, [missedCustomer(6)]).toOpen).toEqual(["customers_missing"]);
  });

  it("finds a shop silent that usually speaks, at the latest after four usual pauses", () => {
    expect(judge(bothEveryTwoMinutes(9), [missedOrder(6), missedCustomer(6)]).toOpen).toEqual(["silent"]);
    const slow = speaking(["orders/updated"], 60, 100);
    expect(judge(slow, [missedOrder(6)]).toOpen).toEqual(["orders_missing"]);
    expect(judge(speaking(["orders/updated"], 60, 241), [missedOrder(6)]).toOpen).toEqual(["silent"]);
  });

  it("does not call a shop silent that was hardly ever heard", () => {
    expect(judge(speaking(["orders/updated"], 1, 90, 3), [missedOrder(60)]).toOpen).toEqual([
      "orders_missing",
    ]);
    expect(judge(NOTHING_HEARD, [missedOrder(60)]).toOpen).toEqual(["orders_missing"]);
  });

  it("opens no finding twice, and one for the shop in place of its groups", () => {
    const found = { kind: "orders_missing", foundAt: minutesBefore(5) } as const;
    const quiet = speaking(["orders/updated", "customers/update"], 60, 200);
    expect(judge(quiet, [missedOrder(100)], [found])).toEqual({ toOpen: [], toClose: [] });
    expect(judge(bothEveryTwoMinutes(30), [missedOrder(20)], [found])).toEqual({
      toOpen: ["silent"],
      toClose: ["orders_missing"],
    });
    const silent = { kind: "silent", foundAt: minutesBefore(5) } as const;
    expect(judge(bothEveryTwoMinutes(30), [missedOrder(20)], [silent])).toEqual({ toOpen: [], toClose: [] });
  });

  it("stays open after the changes were read again, and closes when the group is heard again", () => {
    const found = { kind: "orders_missing", foundAt: minutesBefore(5) } as const;
    expect(judge(speaking(["orders/updated"], 60, 30), [], [found])).toEqual({ toOpen: [], toClose: [] });
    expect(judge(speaking(["customers/update"], 60, 1), [], [found])).toEqual({ toOpen: [], toClose: [] });
    expect(judge(speaking(["orders/updated"], 60, 1), [], [found])).toEqual({
      toOpen: [],
      toClose: ["orders_missing"],
    });
  });

  const unpaid = { topic: "orders/paid", at: minutesBefore(6), shownBy: "#1001" } as const;
  const unedited = { topic: "orders/edited", at: minutesBefore(6), shownBy: "#1001" } as const;
  const untagged = { topic: "customer.tags_added", at: minutesBefore(6), shownBy: "7" } as const;
  const found = (kind: OpenKind) => ({ kind, foundAt: minutesBefore(5) });

  it("finds a topic that is missing while its sisters tell the same, and says so once", () => {
    expect(judge(bothEveryTwoMinutes(1), [], [], [unpaid, unpaid, untagged]).toOpen).toEqual([
      "orders/paid",
      "customer.tags_added",
    ]);
    expect(judge(bothEveryTwoMinutes(1), [], [found("orders/paid")], [unpaid])).toEqual({
      toOpen: [],
      toClose: [],
    });
  });

  it("has one finding for the group in place of its topics, and one for the shop in place of all", () => {
    const customersOnly = { ...bothEveryTwoMinutes(1), orders: speaking(["orders/updated"], 2, 20).orders };
    expect(judge(customersOnly, [missedOrder(18)], [], [unpaid, untagged]).toOpen).toEqual([
      "orders_missing",
      "customer.tags_added",
    ]);
    const open = [found("orders/paid"), found("customer.tags_added")];
    expect(judge(customersOnly, [missedOrder(18)], open, [unpaid, unedited])).toEqual({
      toOpen: ["orders_missing"],
      toClose: ["orders/paid"],
    });
    expect(judge(customersOnly, [], [found("orders_missing")], [unpaid]).toOpen).toEqual([]);
    expect(judge(bothEveryTwoMinutes(30), [missedOrder(20)], open, [unpaid])).toEqual({
      toOpen: ["silent"],
      toClose: ["orders/paid", "customer.tags_added"],
    });
    const silent = { kind: "silent", foundAt: minutesBefore(5) } as const;
    expect(judge(bothEveryTwoMinutes(30), [missedOrder(20)], [silent], [unpaid]).toOpen).toEqual([]);
  });

  it("closes a topic when it is heard again, and not when its sisters are", () => {
    const open = [found("orders/paid")];
    expect(judge(speaking(["orders/updated"], 2, 1), [], open).toClose).toEqual([]);
    expect(judge(speaking(["orders/updated", "orders/paid"], 2, 1), [], open).toClose).toEqual([
      "orders/paid",
    ]);
  });
});
