const built = Symbol("markup");

/** A piece of HTML with Liquid in it, made by {@link markup} alone. */
export interface Markup {
  readonly [built]: string;
}

type Piece = Markup | string | number | null | readonly Piece[];

/**
 * Builds the page from literal HTML and Liquid. Whatever is filled in is text: it is written so that neither the browser
 * nor Shopify's Liquid reads more into it, whatever a merchant or an order put there. null writes nothing.
 */
export function markup(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const written = literals.map((literal, index) => literal + write(pieces[index] ?? null));
  return { [built]: written.join("") };
}

/** The page as it is sent. */
export function toText(page: Markup): string {
  return page[built];
}

function write(piece: Piece): string {
  if (piece === null) return "";
  if (typeof piece === "string" || typeof piece === "number") return escape(String(piece));
  return built in piece ? piece[built] : piece.map(write).join("");
}

/** Curly braces and per cent signs are what Liquid's tags are made of; as character references they are only text. */
function escape(text: string): string {
  return text.replace(/[&<>"'`{}%]/g, (character) => `&#${character.charCodeAt(0)};`);
}
