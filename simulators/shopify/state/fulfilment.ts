/** A package that left: which units of which lines, from where, and how it can be followed. */
export type Fulfilment = {
  id: number;
  createdAt: string;
  status: "success" | "cancelled";
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingNumbers?: string[];
  /** Where it was sent from; absent: the shop's first location. */
  locationId?: number;
  /** Whether the shopper was told by Shopify. */
  customerNotified?: boolean;
  lines: { lineId: number; quantity: number }[];
};
