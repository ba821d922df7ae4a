import { beforeEach, describe, expect, it } from "vitest";
import type { Customer } from "../../../simulators/shopify/state/types.ts";
import { renderAppBlock } from "../../../simulators/shopify/storefront/app-blocks.ts";
import type { Furnished } from "../../simulators/storefront/open-shop.ts";
import {
  domain,
  furnishShop,
  themeExtensionDir,
  writeBalance,
} from "../../simulators/storefront/open-shop.ts";

let shop: Furnished;
beforeEach(() => {
  shop = furnishShop();
});

type View = { customer?: Customer; locale?: string; settings?: Record<string, unknown> };

async function html({ customer, locale = "en", settings = {} }: View): Promise<string> {
  const scene = {
    store: shop.store,
    shop: shop.store.state.shops[domain]!,
    customer,
    locale,
    base: `/storefront/${domain}`,
    path: "/products/morning-mug",
  };
  const placement = { area: "test", id: "one", block: "credits-balance", settings };
  return renderAppBlock(scene, themeExtensionDir, placement);
}

/** What a person reads: no markup, no styles, single spaces. */
async function text(view: View): Promise<string> {
  const shown = (await html(view)).replace(/<style>[\s\S]*?<\/style>/g, "").replace(/<[^>]+>/g, " ");
  return shown
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/[ \n]+/g, " ")
    .trim();
}

async function amount(availableMinor: number, scale: number, locale = "en"): Promise<string> {
  writeBalance(shop, shop.mara, { available: availableMinor, scale });
  const shown = await html({ customer: shop.mara, locale });
  return (/hc-credits__amount">([^<]*)</.exec(shown)?.[1] ?? "").trim();
}

describe("the states of the block", () => {
  it("invites a visitor to log in and to come back to the page", async () => {
    expect(await text({})).toBe("Your credits Log in to see your credits. Log in");
    expect(await html({})).toContain(
      `href="/storefront/${domain}/account/login?return_to=%2Fproducts%2Fmorning-mug"`,
    );
  });

  it("says that there are no credits yet", async () => {
    expect(await text({ customer: shop.mara })).toContain("No credits yet");
  });

  it("shows the balance", async () => {
    writeBalance(shop, shop.mara, { available: 12345 });
    expect(await text({ customer: shop.mara })).toBe("Your credits 123.45 credits See all activity");
  });

  it("shows a balance of zero as a balance", async () => {
    writeBalance(shop, shop.mara, { available: 0 });
    expect(await text({ customer: shop.mara })).toBe("Your credits 0.00 credits See all activity");
  });

  it("explains pending credits, unless the merchant hides them", async () => {
    writeBalance(shop, shop.mara, { available: 100, pending: 2400 });
    expect(await text({ customer: shop.mara })).toContain("24.00 credits pending. They become available");
    expect(await text({ customer: shop.mara, settings: { show_pending: false } })).not.toContain("pending");
  });

  it("names credits that are set aside for a cart", async () => {
    writeBalance(shop, shop.mara, { available: 100, held: 500 });
    expect(await text({ customer: shop.mara })).toContain("5.00 credits set aside for your cart.");
  });

  it("names what is owed and explains it", async () => {
    writeBalance(shop, shop.mara, { available: -1250 });
    const shown = await text({ customer: shop.mara });
    expect(shown).toContain("12.50 credits owed");
    expect(shown).toContain("took back more credits than you had");
    expect(shown).not.toContain("−12.50");
  });

  it("shows no number from a format that it does not know", async () => {
    writeBalance(shop, shop.mara, { v: 2, available: 12345 });
    const shown = await text({ customer: shop.mara });
    expect(shown).toContain("cannot be shown right now");
    expect(shown).not.toContain("123");
  });

  it("writes a program's own unit as it is, escaped", async () => {
    writeBalance(shop, shop.mara, { available: 5, scale: 0, unit: "<i>Stars</i>" });
    expect(await html({ customer: shop.mara })).toContain("5 &lt;i&gt;Stars&lt;/i&gt;");
  });

  it("reads the app's own namespace only", async () => {
    writeBalance(shop, shop.mara, { available: 12345 });
    for (const field of Object.values(shop.store.state.metafields)) field.namespace = "credits";
    shop.store.state.metafields = Object.fromEntries(
      Object.values(shop.store.state.metafields).map((field) => [
        `${field.ownerId} credits ${field.key}`,
        field,
      ]),
    );
    expect(await text({ customer: shop.mara })).toContain("No credits yet");
  });
});

describe("amounts", () => {
  it.each([
    [12345, 0, "12,345 credits"],
    [12345, 1, "1,234.5 credits"],
    [12345, 2, "123.45 credits"],
    [12345, 3, "12.345 credits"],
    [12345, 4, "1.2345 credits"],
    [5, 4, "0.0005 credits"],
    [50, 2, "0.50 credits"],
    [1, 0, "1 credit"],
    [0, 0, "0 credits"],
    [100000000, 2, "1,000,000.00 credits"],
    [Number.MAX_SAFE_INTEGER, 4, "900,719,925,474.0991 credits"],
    [Number.MAX_SAFE_INTEGER, 0, "9,007,199,254,740,991 credits"],
    [-1, 4, "0.0001 credits owed"],
    [-123456, 2, "1,234.56 credits owed"],
  ])("%i minor units at scale %i read %s", async (minor, scale, expected) => {
    expect(await amount(minor, scale)).toBe(expected);
  });

  it.each([
    ["de", 123456789, "1.234.567,89 Credits"],
    ["de", 100, "1,00 Credit"],
    ["fr", 123456789, "1\u202f234\u202f567,89 crédits"],
    ["fr", 150, "1,50 crédit"],
    ["fr", 100000000, "1\u202f000\u202f000,00 de crédits"],
    ["es", 123456, "1234,56 créditos"],
    ["es", 1234567, "12.345,67 créditos"],
  ])("in %s, %i minor units at scale 2 read %s", async (locale, minor, expected) => {
    expect(await amount(minor, 2, locale)).toBe(expected);
  });

  it.each(["en", "de", "fr", "es"])("%s groups and separates as the language does", async (locale) => {
    for (const minor of [0, 7, 99, 100, 99_999, 100_000, 999_999, 1_000_000, 123_456_789_012]) {
      const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
      expect(await amount(minor, 2, locale)).toContain(format.format(minor / 100));
    }
  });
});

describe("recent activity", () => {
  const recent = [
    { at: "2026-11-20T12:00:00Z", delta: 5000, kind: "earn", label: "Order #1001" },
    { at: "2026-11-19T12:00:00Z", delta: -1250, kind: "reverse", label: "Refund <1000>" },
    { at: "2026-11-18T12:00:00Z", delta: 0, kind: "something new", label: "" },
  ];

  it("lists what moved, when and why, signed", async () => {
    writeBalance(shop, shop.mara, { available: 3750, recent });
    const shown = await text({ customer: shop.mara });
    expect(shown).toContain("Recent activity Earned Nov 20, 2026 · Order #1001 +50.00");
    expect(shown).toContain("Taken back Nov 19, 2026 · Refund &lt;1000&gt; −12.50");
    expect(shown).toContain("Adjusted Nov 18, 2026 0.00");
    expect(await html({ customer: shop.mara })).toContain("<details");
  });

  it("does not call it earned when a refund takes credits back", async () => {
    const takenBack = { at: "2026-11-20T12:00:00Z", delta: -5000, kind: "earn", label: "#1001" };
    writeBalance(shop, shop.mara, { available: 0, recent: [takenBack] });
    const shown = await text({ customer: shop.mara });
    expect(shown).toContain("Recent activity Taken back Nov 20, 2026 · #1001 −50.00");
    expect(shown).not.toContain("Earned");
  });

  it("shows as many as the merchant chose, or none", async () => {
    writeBalance(shop, shop.mara, { available: 3750, recent });
    expect(await text({ customer: shop.mara, settings: { recent_count: 1 } })).not.toContain("Taken back");
    expect(await html({ customer: shop.mara, settings: { show_recent: false } })).not.toContain("<details");
  });

  it("has no disclosure while nothing moved", async () => {
    writeBalance(shop, shop.mara, { available: 0 });
    expect(await html({ customer: shop.mara })).not.toContain("<details");
  });
});

describe("the merchant's settings", () => {
  it("takes a heading of the merchant's, escaped", async () => {
    expect(await html({ settings: { heading: "Points & <more>" } })).toContain(
      "Points &amp; &lt;more&gt;</h2>",
    );
  });

  it("fits one line and leads to the account, or to the log-in", async () => {
    writeBalance(shop, shop.mara, { available: 12345, pending: 100 });
    const settings = { layout: "compact" };
    expect(await text({ customer: shop.mara, settings })).toBe("Your credits: 123.45 credits");
    expect(await html({ customer: shop.mara, settings })).toContain(`href="/storefront/${domain}/account"`);
    expect(await text({ settings })).toBe("Log in for credits");
  });

  it.each([
    ["/apps/credits", `/storefront/${domain}/apps/credits`],
    ["pages/points", `/storefront/${domain}/pages/points`],
    ['"><script>', `/storefront/${domain}/&#34;&gt;&lt;script&gt;`],
  ])("leads to the page of all activity at %s", async (path, href) => {
    writeBalance(shop, shop.mara, { available: 12345 });
    expect(await html({ customer: shop.mara, settings: { page_path: path } })).toContain(`href="${href}"`);
  });

  it("leads nowhere when the merchant wants no page, or while nobody is logged in", async () => {
    writeBalance(shop, shop.mara, { available: 12345 });
    expect(await html({ customer: shop.mara, settings: { page_path: "" } })).not.toContain("<a ");
    expect(await html({})).not.toContain("/apps/credits");
  });

  it("needs no script and fetches nothing", async () => {
    writeBalance(shop, shop.mara, { available: 12345 });
    const shown = await html({ customer: shop.mara });
    expect(shown).not.toMatch(/<script|<link|<img|url\(|@import/);
  });
});
