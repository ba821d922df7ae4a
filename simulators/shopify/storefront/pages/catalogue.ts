import { productDrop } from "../drops/product-drop.ts";
import type { Product } from "../../state/types.ts";
import type { Visit } from "../visit.ts";
import { sendHtml } from "../visit.ts";
import { PageNotFound } from "./error.ts";

const titleOf = (handle: string): string =>
  handle.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());

function collectionsOf(products: Product[]): { handle: string; title: string }[] {
  const handles = [...new Set(products.flatMap(({ collections }) => collections))].sort();
  return handles.map((handle) => ({ handle, title: titleOf(handle) }));
}

async function showGrid(
  visit: Visit,
  template: "index" | "collection",
  handle: string | null,
): Promise<void> {
  const all = visit.deps.store.productsOf(visit.shop.domain);
  const products = handle === null ? all : all.filter(({ collections }) => collections.includes(handle));
  if (handle !== null && products.length === 0) throw new PageNotFound("There is no such collection.");
  const title = handle === null ? "All products" : titleOf(handle);
  const data = {
    title,
    collection_handle: handle,
    collections: collectionsOf(all),
    products: products.map((product) => productDrop(product, visit.shop)),
  };
  sendHtml(
    visit,
    await visit.renderer.page(visit, template === "index" ? "Home" : title, { template, data }),
  );
}

/** The home page with every product. */
export async function showHome(visit: Visit): Promise<void> {
  await showGrid(visit, "index", null);
}

/** The products of one collection; `all` names every product. */
export async function showCollection(visit: Visit, [handle = "all"]: string[]): Promise<void> {
  await showGrid(visit, "collection", handle === "all" ? null : handle);
}

/** One product, with a form that adds it to the cart. */
export async function showProduct(visit: Visit, [handle = ""]: string[]): Promise<void> {
  const product = visit.deps.store
    .productsOf(visit.shop.domain)
    .find((candidate) => candidate.handle === handle);
  if (!product) throw new PageNotFound("There is no such product. It may no longer be sold.");
  const data = { product: productDrop(product, visit.shop) };
  sendHtml(visit, await visit.renderer.page(visit, product.title, { template: "product", data }));
}
