import { createHmac } from "node:crypto";

import { Liquid } from "liquidjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Command } from "#core/ledger";

import type * as ProxyRoute from "../../app/routes/proxy._index/route.ts";
import { facts } from "../core/earning/orders.ts";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

const at = "2026-11-20T12:00:00.000Z";
const shop = "shopper.myshopify.com";
const hostile = `#1001{{ "evaluated" | upcase }}{% assign x = 1 %}<b>`;

let world: AdminWorld;
let route: typeof ProxyRoute;
let programId: number;
let shopId: number;

beforeAll(async () => {
  world = await createAdminWorld();
  route = await import("../../app/routes/proxy._index/route.ts");
  const { programs, members, orders, ledger } = world.wiring.adapters;
  await programs.installShop({ domain: "other.myshopify.com", name: "Other", currency: "USD" });
  ({ programId, shopId } = await programs.installShop({ domain: shop, name: "Shop", currency: "USD" }));
  const join = (customerId: string, firstName: string) =>
    members.ensureMember(programId, shopId, {
      customerId,
      firstName,
      lastName: "Okafor",
      email: `${firstName}@example.com`,
      emailVerified: true,
      updatedAt: at,
    });
  const ada = await join("1", "Ada");
  const ben = await join("2", "Ben");
  const owes = await join("3", "Cleo");
  await join("4", "Dora");
  for (const [orderId, name] of [
    ["501", hostile],
    ["502", "#1002"],
  ] as const) {
    const told = facts({ orderId, name, customerId: "1", placedAt: at, updatedAt: at, lines: [] });
    await orders.merge({ programId, shopId, orderId }, { facts: told, refunds: [] }, ada.accountId);
  }
  await ledger.post(programId, [
    earn(ada.accountId, "501", 1, 200),
    earn(ada.accountId, "502", 1, 1_500, { expiresAt: "2027-11-20T12:00:00.000Z" }),
    earn(ada.accountId, "502", 2, 0, { reasonCode: "nothing_left" }),
    earn(ada.accountId, "503", 1, 70, { availableFrom: "2099-01-01T00:00:00.000Z" }),
    adjust(ada.accountId, 5),
    { ...common(ada.accountId, "hold/1"), kind: "placeHold", amountMinor: 30, ttlMs: 3_600_000 },
    { ...common(ada.accountId, "exigo/1"), kind: "adoptExigoMovement", amountMinor: -11 },
    ...Array.from({ length: 45 }, (_, index) => adjust(ben.accountId, index + 1)),
    { ...common(owes.accountId, "exigo/2"), kind: "adoptExigoMovement", amountMinor: -12 },
  ]);
});

afterAll(() => world.close());

const common = (accountId: number, key: string) => ({
  key,
  accountId,
  effectiveAt: at,
  cause: { kind: "staff" as const, ref: "staff-4711" },
  reasonCode: "goodwill",
});

const earn = (
  accountId: number,
  orderId: string,
  subjectVersion: number,
  targetMinor: number,
  changes: { expiresAt?: string; availableFrom?: string; reasonCode?: string } = {},
): Command => ({
  ...common(accountId, `earn/${orderId}/${subjectVersion}`),
  kind: "earn",
  subject: `shop/${shopId}/order/${orderId}`,
  subjectVersion,
  targetMinor,
  availableFrom: null,
  expiresAt: null,
  reasonCode: "earned",
  ...changes,
});

const adjust = (accountId: number, amountMinor: number): Command => ({
  ...common(accountId, `adjust/${accountId}/${amountMinor}`),
  kind: "adjust",
  amountMinor,
  expiresAt: null,
  note: "internal note",
});

const nowSeconds = () => String(Math.floor(Date.now() / 1000));

const shopifySays = (customerId: string, changes: Record<string, string> = {}): string[][] =>
  Object.entries({
    shop,
    logged_in_customer_id: customerId,
    path_prefix: "/apps/credits",
    timestamp: nowSeconds(),
    ...changes,
  });

/** Signs as Shopify does: sorted, joined without a mark, repeated values with commas. */
function signed(pairs: string[][], secret = world.wiring.config.SHOPIFY_API_SECRET): URLSearchParams {
  const query = new URLSearchParams(pairs);
  const keys = [...new Set(query.keys())].sort();
  const message = keys.map((key) => `${key}=${query.getAll(key).join(",")}`).join("");
  query.append("signature", createHmac("sha256", secret).update(message).digest("hex"));
  return query;
}

const load = (query: URLSearchParams | string): Promise<Response> =>
  route.loader({ request: new Request(`http://127.0.0.1:9/proxy?${query}`), params: {}, context: {} });

/** The answer to a request that is refused. */
const refusalOf = (query: URLSearchParams | string): Promise<Response> =>
  load(query).then(
    () => expect.fail("was not refused"),
    (answer: unknown) => answer as Response,
  );

/** The page as a shopper's browser gets it, drawn by Liquid in a language. */
async function draw(customerId: string, extra: string[][] = [], locale = "en"): Promise<string> {
  const answer = await load(signed([...extra, ...shopifySays(customerId)]));
  const engine = new Liquid({ strictFilters: true, strictVariables: true });
  engine.registerFilter("time_tag", (instant: string) => `<time>${instant.slice(0, 10)}</time>`);
  return (await engine.parseAndRender(await answer.text(), {
    request: { locale: { iso_code: locale } },
    routes: {
      storefront_login_url: "/account/login",
      all_products_collection_url: "/collections/all",
    },
  })) as string;
}

const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ")
    .trim();

const read = async (...input: Parameters<typeof draw>) => textOf(await draw(...input));

describe("what the page shows", () => {
  test("shows the balance by its parts, and every movement with its reason and the balance after it", async () => {
    const page = await read("1");

    expect(page).toContain(
      "Available 164 credits Pending 70 Set aside for your cart 30 Together 264 credits",
    );
    expect(page).toContain(
      [
        `Movement in Exigo 2026-11-20 −11 264`,
        `Set aside for your cart (30 credits) 2026-11-20 0 275`,
        `Adjusted by the store 2026-11-20 +5 275`,
        `An order 2026-11-20 +70 270`,
        `Refund of #1002 2026-11-20 −1,500 200`,
        `Order #1002 2026-11-20 +1,500 1,700`,
        `Order ${hostile} 2026-11-20 +200 200`,
        "Changes on this page +264 Balance before 0",
      ].join(" "),
    );
  });

  test("lists lots with their dates, together what is available and pending", async () => {
    expect(await read("1")).toMatch(
      /When credits expire Expires Credits Never 164 Never Available from 2099-01-01 70 Together 234 /,
    );
  });

  test("pages through the history, each page starting from the balance where the next one ended", async () => {
    const pages: string[] = [];
    let next: string | undefined = "";
    while (next !== undefined) {
      const html: string = await draw("2", next === "" ? [] : [["before", next]]);
      pages.push(textOf(html));
      next = /\?before=(\d+)/.exec(html)?.[1];
    }

    expect(pages).toHaveLength(3);
    expect(pages[0]).toMatch(/\+45 1,035 .* Changes on this page \+710 Balance before 325 Older activity$/);
    expect(pages[1]).toMatch(/\+25 325 .* Balance before 15 Newest activity Older activity$/);
    expect(pages[2]).toMatch(/\+5 15 .* Changes on this page \+15 Balance before 0 Newest activity$/);
    for (const page of pages) expect(page).toContain("Available 1,035 credits");
  });

  test("names what is owed as part of the sum", async () => {
    expect(await read("3")).toMatch(
      /Available 0 credits .* Owed −12 Together −12 credits A refund or correction took back/,
    );
  });

  test("shows nothing of other people, of the staff, or of internal notes", async () => {
    const html = await draw("1");

    for (const secret of ["Ben", "Okafor", "example.com", "staff-4711", "internal note", "goodwill", "1,035"])
      expect(html).not.toContain(secret);
  });

  test("invites a visitor to log in, and tells them nothing", async () => {
    const html = await draw("");

    expect(textOf(html)).toBe("Your credits Log in to see your credits and how they came about. Log in");
    expect(html).toContain('<a href="/account/login">');
  });

  test.each(["4", "999"])("greets customer %s, who has no credits yet", async (customerId) => {
    expect(await read(customerId)).toMatch(/^Your credits No credits yet .* See products$/);
  });

  test("forgives a page that is none", async () => {
    expect(await read("2", [["before", "1 OR 1=1"]])).toMatch(/\+45 1,035/);
  });

  test.each([
    ["de", "Deine Credits Verfügbar 1.035 Credits", "Vom Shop angepasst"],
    ["fr-CA", "Vos crédits Disponibles 1 035 crédits", "Ajustement par la boutique"],
    ["es", "Tus créditos Disponibles 1035 créditos", "Ajuste de la tienda"],
    ["ja", "Your credits Available 1,035 credits", "Adjusted by the store"],
  ])("speaks the language of the theme: %s", async (locale, balance, reason) => {
    const page = await read("2", [], locale);

    expect(page).toContain(balance);
    expect(page).toContain(reason);
  });
});

describe("what the page is made of", () => {
  test("writes what merchants and orders are called as text, for HTML and for Liquid", async () => {
    const sent = await (await load(signed(shopifySays("1")))).text();
    expect(sent).not.toContain('{{ "evaluated"');
    expect(sent).not.toContain("{% assign x");
    expect(sent).not.toContain("<b>");

    expect(await draw("1")).not.toContain("EVALUATED");
    expect(await read("1")).toContain(hostile);
  });

  test("is drawn in the theme, never kept, and needs no script", async () => {
    const answer = await load(signed(shopifySays("1")));

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/liquid; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).not.toMatch(/<script|<link|<img|url\(|@import| on\w+=/);
  });
});

describe("who may ask", () => {
  test.each<[string, () => URLSearchParams | string]>([
    ["no signature", () => new URLSearchParams(shopifySays("1"))],
    ["an empty signature", () => `${new URLSearchParams(shopifySays("1"))}&signature=`],
    ["another secret's signature", () => signed(shopifySays("1"), "another secret")],
    ["a timestamp of two minutes ago", () => signed(shopifySays("1", { timestamp: secondsFromNow(-120) }))],
    ["a timestamp ahead of time", () => signed(shopifySays("1", { timestamp: secondsFromNow(120) }))],
    ["a timestamp that is no number", () => signed(shopifySays("1", { timestamp: "soon" }))],
    ["a customer that was changed", () => changed(signed(shopifySays("1")), "logged_in_customer_id", "2")],
    [
      "a customer that was added to a visitor",
      () => changed(signed(shopifySays("")), "logged_in_customer_id", "2"),
    ],
    ["another shop", () => changed(signed(shopifySays("1")), "shop", "other.myshopify.com")],
    ["two customers", () => signed([["logged_in_customer_id", "2"], ...shopifySays("1")])],
    ["the same customer twice", () => signed([["logged_in_customer_id", "1"], ...shopifySays("1")])],
    ["two shops", () => signed([["shop", "other.myshopify.com"], ...shopifySays("1")])],
    ["two timestamps", () => signed([["timestamp", secondsFromNow(-500)], ...shopifySays("1")])],
    ["two prefixes", () => signed([["path_prefix", "/apps/x"], ...shopifySays("1")])],
    ["two signatures", () => `signature=${"0".repeat(64)}&${signed(shopifySays("1"))}`],
    ["customers joined by a comma", () => signed(shopifySays("2,1"))],
    ["no customer at all", () => signed(shopifySays("1").filter(([key]) => key !== "logged_in_customer_id"))],
    ["pairs cut elsewhere", () => cutElsewhere()],
    [
      "a shop that is no name of one",
      () => signed(shopifySays("1", { shop: "evil.example/x.myshopify.com" })),
    ],
  ])("refuses %s", async (_case, query) => {
    const answer = await refusalOf(query());

    expect(answer.status).toBe(400);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toBe("");
  });

  test.each([
    ["a space as plus or as %20", "q=two+words", "q=two%20words"],
    ["signs of other alphabets", "q=%C3%A9t%C3%A9", "q=été"],
  ])("accepts %s alike", async (_case, one, other) => {
    for (const visitors of [one, other]) {
      const query = signed([...new URLSearchParams(visitors), ...shopifySays("1")]);
      for (const each of visitors.split("=")) query.delete(each);
      expect((await load(`${visitors}&${query}`)).status).toBe(200);
    }
  });

  test("accepts a visitor's own parameters, repeated ones too", async () => {
    expect((await load(signed([["tag", "a"], ["tag", "b"], ...shopifySays("1")]))).status).toBe(200);
  });

  test("accepts a clock that is a minute off", async () => {
    expect((await load(signed(shopifySays("1", { timestamp: secondsFromNow(-60) })))).status).toBe(200);
  });

  test("knows no shop that never installed the app", async () => {
    expect((await refusalOf(signed(shopifySays("1", { shop: "unknown.myshopify.com" })))).status).toBe(404);
  });

  test("shows a shop's customers to no other shop, though their numbers are alike", async () => {
    const answer = await load(signed(shopifySays("2", { shop: "other.myshopify.com" })));

    expect(await answer.text()).toContain("No credits yet");
  });

  test("shows nothing more once the shop has uninstalled the app", async () => {
    const { programs } = world.wiring.adapters;
    await programs.markUninstalled(shop, null);
    expect((await refusalOf(signed(shopifySays("1")))).status).toBe(404);
    await programs.installShop({ domain: shop, name: "Shop", currency: "USD" });
    expect((await load(signed(shopifySays("1")))).status).toBe(200);
  });
});

function secondsFromNow(seconds: number): string {
  return String(Number(nowSeconds()) + seconds);
}

function changed(query: URLSearchParams, key: string, value: string): URLSearchParams {
  query.set(key, value);
  return query;
}

/** The same text under the same signature: the visitor's own `a` becomes the customer who is logged in. */
function cutElsewhere(): string {
  const query = signed([["a", "logged_in_customer_id=2"], ...shopifySays("")]);
  const signature = query.get("signature");
  const rest = [...query].filter(([key]) => !["a", "signature", "logged_in_customer_id"].includes(key));
  const recut = new URLSearchParams([
    ["a", ""],
    ["logged_in_customer_id", "2logged_in_customer_id="],
    ...rest,
  ]);
  return `${recut}&signature=${signature}`;
}
