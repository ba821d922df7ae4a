import { formatDecimal } from "#core/units";
import type { Instant } from "#core/units";

import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Words } from "./words/types.ts";

/** The program's unit: what its credits are called and how many decimal places they have. */
export interface Unit {
  readonly unitName: string;
  readonly scale: number;
}

/** How one language writes words, amounts and dates. */
export interface Speech {
  readonly locale: string;
  readonly words: Words;
  /** `1,250.50`; signed: `+1,250.50`. */
  amount(minor: number, signed?: boolean): string;
  /** The amount with the unit's name: `1,250 credits`. */
  credits(minor: number): string;
}

/** The language's way to speak of a program's credits; a program's own unit name is written as it is. */
export function speechOf(locale: string, words: Words, { unitName, scale }: Unit): Speech {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  const plain = new Intl.NumberFormat(locale, digits);
  const signs = new Intl.NumberFormat(locale, { ...digits, signDisplay: "exceptZero" });
  const plurals = new Intl.PluralRules(locale, digits);
  const amount = (minor: number, signed = false): string => {
    // As text, so that no amount passes through a floating point number.
    const decimal = formatDecimal(minor, scale) as `${number}`;
    return (signed ? signs : plain).format(decimal).replace("-", "\u2212");
  };
  return {
    locale,
    words,
    amount,
    credits(minor) {
      if (unitName !== "credits") return `${amount(minor)} ${unitName}`;
      const form = plurals.select(Math.abs(minor) / 10 ** scale);
      return fill(words.credits[form] ?? words.credits.other, "amount", amount(minor));
    },
  };
}

/** Puts `value` where the text says `{name}`. */
export function fill(text: string, name: string, value: string): string {
  return text.split(`{${name}}`).join(value);
}

/** The day of an instant; written by Shopify, which knows the shop's time zone. */
export function day(at: Instant): Markup {
  return markup`{{ '${at}' | time_tag: format: 'abbreviated_date' }}`;
}
