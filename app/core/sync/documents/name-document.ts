/** What a document is about, as far as its name says it. */
export type NamedDocument =
  | { readonly about: "order"; readonly shopId: number; readonly orderId: string }
  | { readonly about: "member"; readonly memberId: number }
  /** A product, a variant, or a location: their numbers are Shopify's, and the name does not tell them apart. */
  | { readonly about: "goods"; readonly shopId: number; readonly id: string }
  | { readonly about: "item"; readonly shopId: number; readonly itemCode: string }
  | { readonly about: "unknown" };

const NUMBER = /^[1-9]\d{0,18}$/;

/** Reads the name of a document; one that is of no known kind is about something unknown, and never refused. */
export function nameDocument(document: string): NamedDocument {
  const [kind = "", first = "", ...rest] = document.split("/");
  if (kind === "customer" && NUMBER.test(first)) return { about: "member", memberId: Number(first) };
  const shopId = Number(first);
  const id = rest.join("/");
  if (!Number.isSafeInteger(shopId) || shopId <= 0 || id === "") return { about: "unknown" };
  if (kind === "item") return { about: "item", shopId, itemCode: id };
  if (!NUMBER.test(id)) return { about: "unknown" };
  if (kind === "order" || kind === "fulfilment") return { about: "order", shopId, orderId: id };
  if (kind === "price" || kind === "product" || kind === "stock") return { about: "goods", shopId, id };
  return { about: "unknown" };
}
