import { createHmac } from "node:crypto";
import type { Delivery } from "../state/delivery.ts";

/** Shopify's signature: base64 of HMAC-SHA256 over the exact bytes of the body, with the API secret. */
export function webhookSignature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body, "utf8").digest("base64");
}

/** The headers of one delivery. */
export function deliveryHeaders(
  delivery: Delivery,
  options: { secret: string; apiVersion: string },
): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "User-Agent": "Shopify-Captain-Hook",
    "X-Shopify-Topic": delivery.topic,
    "X-Shopify-Hmac-Sha256": webhookSignature(delivery.body, options.secret),
    "X-Shopify-Shop-Domain": delivery.shop,
    "X-Shopify-API-Version": options.apiVersion,
    "X-Shopify-Webhook-Id": delivery.id,
    "X-Shopify-Event-Id": delivery.eventId,
    "X-Shopify-Triggered-At": delivery.triggeredAt,
  };
}

/** Sends one attempt. Only 2xx counts; a redirect is a failure; the answer must come within the time. */
export async function attemptDelivery(
  address: string,
  request: { headers: Record<string, string>; body: string; timeoutMs: number },
): Promise<{ status: number; error: string | null }> {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: request.headers,
      body: request.body,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    await answer.arrayBuffer();
    return { status: answer.status, error: answer.ok ? null : `HTTP ${answer.status}` };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    return { status: 0, error: timedOut ? `No answer within ${request.timeoutMs} ms` : "No connection" };
  }
}
