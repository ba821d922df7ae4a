export type DeliveryAttempt = {
  at: string;
  /** The HTTP status; 0 when no answer came. */
  status: number;
  error: string | null;
  durationMs: number;
};

export type Delivery = {
  /** X-Shopify-Webhook-Id. */
  id: string;
  /** X-Shopify-Event-Id: equal for all deliveries of one event. */
  eventId: string;
  shop: string;
  /** As in the header: orders/create. */
  topic: string;
  triggeredAt: string;
  /** The exact bytes that are signed and sent, as text. */
  body: string;
  status: "waiting" | "held" | "delivered" | "failed" | "dropped";
  attempts: DeliveryAttempt[];
  note: string | null;
};
