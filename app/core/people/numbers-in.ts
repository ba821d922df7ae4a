/** What stands for itself as an id of Shopify's: up to 19 digits, none of them before or after. */
const NUMBER = /(?<!\d)[1-9]\d{0,18}(?!\d)/g;

/**
 * All numbers of a text that may be ids, each once, as `mentionsPerson` finds them: in any field, without parsing. Costs
 * as much as the text is long.
 */
export function numbersIn(text: string): string[] {
  return [...new Set(text.match(NUMBER))];
}
