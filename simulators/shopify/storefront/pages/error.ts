import type { Visit } from "../visit.ts";
import { sendHtml } from "../visit.ts";

/** Thrown where an address names nothing; the message is a sentence for the shopper. */
export class PageNotFound extends Error {
  readonly code = "page_not_found";
}

/** A page that says what went wrong, in the shop's own layout. */
export async function showError(visit: Visit, status: number, message: string): Promise<void> {
  const title = status === 404 ? "Page not found" : "That did not work";
  sendHtml(
    visit,
    await visit.renderer.page(visit, title, { template: "error", data: { title, message, status } }),
    status,
  );
}
