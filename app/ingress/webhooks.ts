import type { IncomingMessage, ServerResponse } from "node:http";

import type { ReceivedWebhookResult } from "#usecases/receive-webhook";
import type { Wiring } from "#wiring";

import { readBody } from "./read-body.ts";
import { answer } from "./respond.ts";
import { readShopifyHeader, readWebhookHeaders } from "./webhook-headers.ts";
import type { WebhookHeaders } from "./webhook-headers.ts";
import { isSigned } from "./webhook-signature.ts";

export type WebhookWiring = Pick<Wiring, "receiveWebhook" | "wakeShopInbox" | "log"> & {
  readonly config: Pick<Wiring["config"], "SHOPIFY_API_SECRET" | "SHOPIFY_API_SECRET_PREVIOUS">;
};

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** Shopify gives up after five seconds; a clear "try again" is worth more than a cut connection. */
const DATABASE_DEADLINE_MS = 4_000;

/**
 * Takes a webhook before Remix sees it: signature over the raw bytes, one insert, 200. Anything but a stored
 * or known delivery leaves no row. A wake-up follows the answer and may be lost.
 */
export async function handleWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  wiring: WebhookWiring,
): Promise<void> {
  if (request.method !== "POST") return answer(response, 405, "method not allowed", { allow: "POST" });
  const read = await readBody(request, BODY_LIMIT_BYTES);
  if (!read.ok) {
    const status = read.refusal.code === "body_too_large" ? 413 : 400;
    answer(response, status, read.refusal.code, { connection: "close" });
    // What still arrives is thrown away: a sender that is busy sending would not see the answer.
    request.resume();
    return;
  }
  const signature = readShopifyHeader(request, "hmac-sha256");
  if (signature === null || !isSigned(read.body, signature, activeSecrets(wiring))) {
    return answer(response, 401, "signature refused");
  }
  const headers = readWebhookHeaders(request);
  if (headers === null) return answer(response, 400, "headers refused");

  const result = await withinDeadline(wiring.receiveWebhook({ ...headers, body: read.body }));
  if (result === "late") return answer(response, 503, "try again");
  const { status, text } = answerFor(result);
  answer(response, status, text);
  if (result.status === "stored") await wiring.wakeShopInbox(headers.shopDomain);
  if (result.status === "replayed") raiseAlarm(wiring, headers, result.otherShop);
}

/** After a rotation of the secret Shopify may sign with the former one for a while. */
function activeSecrets({ config }: WebhookWiring): string[] {
  const previous = config.SHOPIFY_API_SECRET_PREVIOUS;
  return previous === undefined ? [config.SHOPIFY_API_SECRET] : [config.SHOPIFY_API_SECRET, previous];
}

/** Somebody has a body that was signed for the app: only Shopify and the app should. */
function raiseAlarm({ log }: WebhookWiring, headers: WebhookHeaders, otherShop: boolean): void {
  const { shopDomain, topic, webhookId } = headers;
  log.error("webhook_replayed", { shop: shopDomain, topic, webhook: webhookId, other_shop: otherShop });
}

function answerFor(result: ReceivedWebhookResult): { status: number; text: string } {
  switch (result.status) {
    case "stored":
      return { status: 200, text: "stored" };
    case "duplicate":
      return { status: 200, text: "known" };
    case "replayed":
      return { status: result.otherShop ? 401 : 400, text: "replayed" };
    case "unknown_topic":
      return { status: 400, text: "unknown topic" };
    case "unknown_shop":
      return { status: 401, text: "unknown shop" };
  }
}

async function withinDeadline<T>(work: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, DATABASE_DEADLINE_MS, "late");
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
