import type { IncomingMessage, ServerResponse } from "node:http";
import type { StorefrontDeps } from "../state/storefront-contract.ts";
import type { Customer, Shop } from "../state/types.ts";
import type { Renderer } from "./render-page.ts";
import type { Visitor } from "./visitors.ts";
import { recallVisitor } from "./visitors.ts";

/** One request to a shop's storefront, with everything a page needs to answer it. */
export type Visit = {
  deps: StorefrontDeps;
  renderer: Renderer;
  req: IncomingMessage;
  res: ServerResponse;
  url: URL;
  method: string;
  shop: Shop;
  /** `/storefront/{shop-domain}`, in front of every address of the shop. */
  base: string;
  /** The path after the base, always with a leading slash and without a trailing one. */
  path: string;
  visitor: Visitor;
  /** Undefined for a visitor who is not logged in. */
  customer: Customer | undefined;
  body: Buffer;
  /** The fields of a posted form; empty otherwise. */
  form: URLSearchParams;
};

const bodyLimitBytes = 1_000_000;

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > bodyLimitBytes) throw new RangeError("The request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Reads the request: its form, who is visiting, and who is logged in. */
export async function openVisit(
  input: Pick<Visit, "deps" | "renderer" | "req" | "res" | "url" | "shop" | "path">,
): Promise<Visit> {
  const { deps, req, shop } = input;
  const body = await readBody(req);
  const isForm = req.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const visitor = recallVisitor(deps.store, shop.domain, req.headers.cookie);
  return {
    ...input,
    method: req.method ?? "GET",
    base: `/storefront/${shop.domain}`,
    path: input.path.replace(/\/+$/, "") || "/",
    visitor,
    customer: visitor.customerId === null ? undefined : deps.store.customer(shop.domain, visitor.customerId),
    body,
    form: new URLSearchParams(isForm ? body.toString("utf8") : ""),
  };
}

/** Answers with a page that must never be kept in a shared cache: it shows who is logged in. */
export function sendHtml(visit: Visit, html: string, status = 200): void {
  visit.res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-store",
  });
  visit.res.end(visit.method === "HEAD" ? undefined : html);
}

/** Leads the browser on with a GET to a path of this shop. */
export function redirectTo(visit: Visit, path: string): void {
  visit.res.writeHead(303, { location: `${visit.base}${path}`, "cache-control": "private, no-store" }).end();
}
