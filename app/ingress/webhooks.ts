import type { IncomingMessage, ServerResponse } from "node:http";

import type { ReceivedWebhookResult } from "#usecases/receive-webhook";
import type { Wiring } from "#wiring";

import { createByteBudget } from "./byte-budget.ts";
import { readBody } from "./read-body.ts";
import type { BodyLimits } from "./read-body.ts";
import { answer } from "./respond.ts";
import { createSenderLimit } from "./sender-limit.ts";
import type { SenderLimit } from "./sender-limit.ts";
import { createShopGate } from "./shop-gate.ts";
import type { ShopGate } from "./shop-gate.ts";
import { readShopifyHeader, readWebhookHeaders } from "./webhook-headers.ts";
import type { WebhookHeaders } from "./webhook-headers.ts";
import { isSigned } from "./webhook-signature.ts";

export type WebhookWiring = Pick<Wiring, "receiveWebhook" | "wakeShopInbox" | "log"> & {
  readonly config: Pick<Wiring["config"], "SHOPIFY_API_SECRET" | "SHOPIFY_API_SECRET_PREVIOUS">;
};

export type WebhookHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** Of all bodies that are in memory at once, in one process. */
const BODY_BUDGET_BYTES = 256 * 1024 * 1024;

/**
 * Webhooks of all shops that are stored at once. They share commits and so need two connections, however many they
 * are: enough to fill both batches, few enough that whoever comes next waits for one batch.
 */
const STORED_AT_ONCE = 64;

/** Webhooks of one shop that wait for the database; at a usual pace they are stored within half a second. */
const WAITING_PER_SHOP = 1_000;

/** Shopify gives up after five seconds; a clear "try again" is worth more than a cut connection. */
const DATABASE_DEADLINE_MS = 4_000;

interface Ingress {
  readonly wiring: WebhookWiring;
  readonly gate: ShopGate;
  readonly senders: SenderLimit;
  readonly bodies: BodyLimits;
}

/**
 * Takes webhooks before Remix sees them: signature over the raw bytes, one insert, 200. Anything but a stored
 * or known delivery leaves no row. A wake-up follows the answer and may be lost.
 */
export function createWebhookHandler(wiring: WebhookWiring): WebhookHandler {
  const ingress: Ingress = {
    wiring,
    gate: createShopGate({ places: STORED_AT_ONCE, waitingPerShop: WAITING_PER_SHOP }),
    senders: createSenderLimit(),
    bodies: { limitBytes: BODY_LIMIT_BYTES, budget: createByteBudget(BODY_BUDGET_BYTES) },
  };
  return (request, response) => takeWebhook(ingress, request, response);
}

async function takeWebhook(
  ingress: Ingress,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (ingress.senders.isExceeded(request)) return refuseUnread(request, response, 429, "too many refusals");
  if (request.method !== "POST") {
    ingress.senders.recordRefusal(request);
    return answer(response, 405, "method not allowed", { allow: "POST" });
  }
  const read = await readBody(request, ingress.bodies);
  try {
    if (read.ok) return await takeBody(ingress, request, response, read.body);
    const { code } = read.refusal;
    if (code !== "too_much_at_once") ingress.senders.recordRefusal(request);
    refuseUnread(request, response, STATUS_OF_REFUSAL[code], code);
  } finally {
    read.release();
  }
}

const STATUS_OF_REFUSAL = { body_too_large: 413, body_truncated: 400, too_much_at_once: 503 } as const;

/** What still arrives is thrown away: a sender that is busy sending would not see the answer. */
function refuseUnread(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
): void {
  answer(response, status, text, { connection: "close" });
  request.resume();
}

async function takeBody(
  { wiring, gate, senders }: Ingress,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const signature = readShopifyHeader(request, "hmac-sha256");
  if (signature === null || !isSigned(body, signature, activeSecrets(wiring))) {
    senders.recordRefusal(request);
    return answer(response, 401, "signature refused");
  }
  const headers = readWebhookHeaders(request);
  if (headers === null) return answer(response, 400, "headers refused");

  const { shopDomain } = headers;
  const received = gate.run(shopDomain, () => wiring.receiveWebhook({ ...headers, body }));
  const result = await withinDeadline(received);
  if (result === "late") return answer(response, 503, "try again");
  if (result === null) return answer(response, 429, "too many at once", { "retry-after": "1" });
  const { status, text } = answerFor(result);
  answer(response, status, text);
  if (result.status === "stored") await wiring.wakeShopInbox(shopDomain);
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
