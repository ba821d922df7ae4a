import { describe, expect, it } from "vitest";

import { ArrivalsBanners } from "#components/shopify/arrivals-banner";
import { OrdersCard } from "#components/shopify/orders-card";
import { RereadProgressBar } from "#components/shopify/reread-progress";
import type { RereadView } from "#components/shopify/reread-progress";

import { markupOf, wordsOf } from "./render.tsx";

const run: RereadView = {
  id: 1,
  state: "reading",
  method: "bulk",
  since: "2026-11-01T00:00:00.000Z",
  until: "2026-11-20T12:00:00.000Z",
  readTo: null,
  read: 1_200,
  total: 4_800,
  found: 3,
  refused: 0,
  lastError: null,
  stoppedBy: null,
  finishedAt: null,
};
const nothing = () => undefined;
const progress = (changes: Partial<RereadView>) =>
  wordsOf(<RereadProgressBar run={{ ...run, ...changes }} noun="order" news="with news" onStop={nothing} />);

describe("the progress of a run", () => {
  it("tells how many of how many, and the share", () => {
    expect(progress({})).toContain("1,200 of 4,800 orders read, 3 with news 25 %");
    expect(
      markupOf(<RereadProgressBar run={run} noun="order" news="with news" onStop={nothing} />),
    ).toContain('value="25"');
  });

  it("says so while Shopify gathers, and what failed", () => {
    expect(progress({ total: null })).toContain("Shopify is gathering the list…");
    expect(progress({ lastError: "retryable: Throttled" })).toContain(
      "The last try failed (retryable: Throttled)",
    );
    expect(progress({ state: "failed", lastError: "bulk operation TIMEOUT" })).toContain(
      "It could not be finished: bulk operation TIMEOUT. 1,200 orders had been read",
    );
  });

  it("can be stopped while it is under way, and then tells who did it", () => {
    const stopButton = />Stop</;
    const bar = (state: RereadView["state"]) =>
      markupOf(<RereadProgressBar run={{ ...run, state }} noun="order" news="with news" onStop={nothing} />);
    expect(bar("waiting")).toMatch(stopButton);
    expect(bar("reading")).toMatch(stopButton);
    expect(bar("finished")).not.toMatch(stopButton);
    expect(bar("stopped")).not.toMatch(stopButton);
    const stopped = { state: "stopped", stoppedBy: "4711", finishedAt: "2026-11-20T12:00:00.000Z" } as const;
    expect(progress(stopped)).toBe(
      "Staff member 4711 stopped it Nov 20, 2026, 12:00 PM . 1,200 orders had been read; what they told is kept.",
    );
  });

  it("tells how it ended", () => {
    const ended = { state: "finished", read: 1, found: 0, finishedAt: "2026-11-20T12:00:00.000Z" } as const;
    expect(progress(ended)).toBe("Read 1 order, 0 with news. Finished Nov 20, 2026, 12:00 PM .");
    expect(progress({ ...ended, refused: 2 })).toContain("2 could not be taken in");
  });
});

describe("the orders' card", () => {
  const card = (changes: object) =>
    wordsOf(
      <OrdersCard
        routine={null}
        requested={null}
        foundLastDay={0}
        refusals={[]}
        shopDomain="one.myshopify.com"
        since="2026-11-13"
        today="2026-11-20"
        error={null}
        isBusy={false}
        onSince={() => undefined}
        onRead={() => undefined}
        onStop={nothing}
        {...changes}
      />,
    );

  it("says how far back Shopify lets the app see", () => {
    expect(card({})).toContain("orders of the last 60 days");
    expect(card({})).toContain("every order came by its webhook");
  });

  it("counts what came by re-reading, and names what could not be taken in", () => {
    expect(card({ foundLastDay: 3 })).toContain("3 orders came by re-reading in the last day.");
    expect(card({ refusals: [{ objectId: "7", reason: "currency is no currency" }] })).toContain(
      "Could not be taken in Order 7",
    );
  });
});

describe("a finding", () => {
  it("tells its cause, since when, and what the app does", () => {
    const words = wordsOf(
      <ArrivalsBanners
        findings={[
          {
            kind: "silent",
            foundAt: "2026-11-20T12:00:00.000Z",
            missedSince: "2026-11-20T11:50:00.000Z",
            shownBy: null,
          },
        ]}
      />,
    );
    expect(words).toContain("Shopify has fallen silent");
    expect(words).toContain("Nothing is lost: the app reads the store again by itself");
  });

  it("names the topic that does not arrive, and what shows it", () => {
    const words = wordsOf(
      <ArrivalsBanners
        findings={[
          {
            kind: "orders/paid",
            foundAt: "2026-11-20T12:00:00.000Z",
            missedSince: "2026-11-20T11:50:00.000Z",
            shownBy: "#1001",
          },
        ]}
      />,
    );
    expect(words).toContain("Webhooks of orders/paid do not arrive");
    expect(words).toContain("order #1001 was paid Nov 20, 2026, 11:50");
    expect(words).toContain("and nothing of orders/paid was heard since.");
  });
});
