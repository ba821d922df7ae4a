import type { Liquid } from "liquidjs";
import { currencyDigits } from "../../state/money.ts";
import type { Shop } from "../../state/types.ts";
import type { Translations } from "./translations.ts";
import { translate } from "./translations.ts";

export type FilterSetting = { shop: Shop; locale: string; assetBase: string; translations: Translations };

// The named formats of Shopify's date filters that the blocks and the theme use.
const dateFormats: Record<string, Intl.DateTimeFormatOptions> = {
  abbreviated_date: { year: "numeric", month: "short", day: "numeric" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_at_time: { year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" },
};

/** liquidjs hands named arguments over as pairs behind the plain ones. */
function namedArguments(args: unknown[]): Record<string, unknown> {
  return Object.fromEntries(args.filter((arg): arg is [string, unknown] => Array.isArray(arg)));
}

/** Minor units as a price in the shop's currency. */
export function formatMoney(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(minor / 10 ** digits);
}

/** Adds Shopify's filters that the blocks and the theme use. Money is whole minor units of the shop's currency. */
export function registerFilters(engine: Liquid, setting: FilterSetting): void {
  const { shop, locale, assetBase, translations } = setting;
  const t = (key: string, ...args: unknown[]): string =>
    translate(translations, { key, locale, values: namedArguments(args) });
  engine.registerFilter("t", t);
  engine.registerFilter("translate", t);
  engine.registerFilter("money", (minor: number) => formatMoney(minor, shop.currency));
  engine.registerFilter("asset_url", (file: string) => `${assetBase}/${file}`);
  engine.registerFilter(
    "stylesheet_tag",
    (href: string) => `<link href="${href}" rel="stylesheet" media="all">`,
  );
  engine.registerFilter("time_tag", (at: string, ...args: unknown[]) => {
    const name = String(namedArguments(args).format ?? "date");
    const format = dateFormats[name];
    if (!format) throw new RangeError(`time_tag: the format ${name} is not known to the simulator`);
    const text = new Intl.DateTimeFormat(locale, { ...format, timeZone: shop.timeZone }).format(new Date(at));
    return `<time datetime="${new Date(at).toISOString()}">${text}</time>`;
  });
}
