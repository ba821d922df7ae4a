/** Deeper than any body of Shopify's: its orders nest less than ten levels. */
const DEPTH_LIMIT = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Square and curly brackets differ by this bit alone, and no other characters fall together with them. */
const CURLY = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * True when a JSON text nests arrays and objects deeper than `limit`. One pass over the text before anything parses
 * it, so its cost grows with the text's length only; brackets within strings do not count. Text that is no JSON gets
 * some answer and is refused by the parser.
 */
export function isNestedTooDeep(json: string, limit: number = DEPTH_LIMIT): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if ((code | CURLY) === OPENING) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((code | CURLY) === CLOSING) depth -= 1;
  }
  return false;
}
