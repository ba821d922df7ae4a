/** How calls are made, beside where to and as whom. */
export interface ExigoApiSetup {
  /** From the first byte sent to the last one read. */
  readonly timeoutSeconds: number;
  /** Of all processes together; Exigo publishes no limit. */
  readonly callsPerMinute: number;
  readonly callsAtOnce: number;
  /** Rows asked for at a time. */
  readonly batchSize: number;
  /** How a choice from a fixed list is written, such as an order's status. Both are read. */
  readonly enums: "number" | "name";
  /** How several values of one name stand in an address: `a=1&a=2`, `a[0]=1&a[1]=2`, or one call for each. */
  readonly lists: "repeated" | "indexed" | "single";
  /** Whether a time is sent with Central's offset of that moment or as the wall clock alone. */
  readonly dates: "offset" | "plain";
  /** What a 5xx with a reason of Exigo's own means for a write: that it may have had its effect, or that it had none. */
  readonly errorsWithMessage: "unknown" | "refused";
  /** How a text that was taken away is written. */
  readonly cleared: "empty" | "null";
}

export interface ExigoPointsSetup {
  /** Written as `pointTransactionTy` with every movement, for the company's reports; null: left out. */
  readonly transactionType: string | null;
}

/** Where orders in one of Shopify's currencies are sold in Exigo. */
export interface CurrencyTerms {
  /** Three letters of the ISO standard, as Shopify writes them. */
  readonly shopifyCurrency: string;
  /** As the company writes it, which is often not the ISO standard: `usd`, `mxp`. */
  readonly currencyCode: string;
  readonly warehouseId: number;
  readonly priceType: number;
  /** Taken when no rule for ship methods fits. */
  readonly shipMethodId: number;
}

/** Which of a warehouse's ship methods one of Shopify's is; compared without regard to case. */
export interface ShipMethodRule {
  readonly warehouseId: number;
  /** The title or the code of the shipping line in Shopify. */
  readonly title: string;
  readonly shipMethodId: number;
}

export interface ExigoOrdersSetup {
  /** Orders made before are not sent; null: none is. */
  readonly from: string | null;
  readonly currencies: readonly CurrencyTerms[];
  readonly shipMethods: readonly ShipMethodRule[];
  /** What carries Shopify's number, and finds an order again: `orderKey`, or one of `other11` to `other20`. */
  readonly key: string;
  /** See Exigo's list; 11 is APIOrder. */
  readonly orderType: number;
  /** The status of an order that is paid; 7 is Accepted. */
  readonly paidStatus: number;
  /** The status of a return; 8 is Printed, which no warehouse picks up. */
  readonly returnStatus: number;
  /** For money that Shopify took; 16 is Other3. Never 10, which takes points. */
  readonly paymentType: number;
  /** Whether money that went back is recorded as a payment below zero on the return, too. */
  readonly refundPayments: boolean;
  /** Orders without a customer go to this one; null: they wait for a person. */
  readonly guestCustomerId: number | null;
  /** The item for tips, custom lines and money without a line; null: such orders wait for a person. */
  readonly otherItemCode: string | null;
  /** Order and payment in one call that is made as a whole or not at all. */
  readonly transaction: boolean;
}

/** A field of a customer in Exigo that takes one of Shopify's values. */
export interface FieldRule {
  readonly shopify: "firstName" | "lastName" | "email" | "phone" | "note" | "customerId";
  /** A text field, such as `phone2` or `field3`. */
  readonly exigo: string;
}

export interface ExigoCustomersSetup {
  /** Whether names and addresses are kept alike from now on; links are made for points in any case. */
  readonly keepAlike: boolean;
  /** What carries our key, and finds a customer again: `customerKey`, or one of `field1` to `field15`. */
  readonly key: string;
  readonly typeForNew: number;
  /** Beside names, address and email, which always go to the fields of their name. */
  readonly fields: readonly FieldRule[];
  /** Between two looks for what changed in Exigo. */
  readonly pollSeconds: number;
  /** How far each look reaches behind the last. */
  readonly overlapSeconds: number;
  /** Shopify metafields for what Exigo owns; null: not written. Namespace and key with a point between. */
  readonly typeMetafield: string | null;
  readonly rankMetafield: string | null;
  readonly enrollerMetafield: string | null;
}

/** How the codes of the items are learned: Exigo's REST interface does not list them. */
export interface ExigoItemsSetup {
  readonly source: "codes" | "report" | "odata";
  readonly codes: readonly string[];
  /** The report whose rows carry the codes, and the name of the column; null: none. */
  readonly reportId: number | null;
  readonly reportColumn: string;
}

/** What a shop is to have of Exigo's items. */
export interface ShopCatalogSetup {
  readonly shopId: number;
  readonly currencyCode: string;
  readonly priceType: number;
  /** Prices, stock and shipments of Exigo reach the shop; off, they do not. */
  readonly prices: boolean;
  readonly stock: boolean;
  readonly fulfilment: boolean;
  /** Whose prices are the shop's. */
  readonly priceWarehouseId: number;
  /** Shopify's location of each warehouse; orders that Exigo does not know yet are taken off at the first. */
  readonly locations: readonly { readonly warehouseId: number; readonly locationId: string }[];
}

export interface ExigoCatalogSetup {
  readonly shops: readonly ShopCatalogSetup[];
  /** SKU and item code are compared with regard to case, or without. */
  readonly skuCase: "exact" | "ignored";
  /** Items without a product become one, or wait for a person. */
  readonly createProducts: boolean;
  /** What was changed in Shopify by hand is put back, or only shown. */
  readonly difference: "put_back" | "report";
  /** What of an item its product takes over when Exigo changes it. */
  readonly fields: readonly ("title" | "description" | "weight")[];
  /** The unit of Exigo's weights, which name none. */
  readonly weightUnit: "lb" | "oz" | "kg" | "g";
  /** The figure of Exigo's stock that is the shop's. */
  readonly stockFigure: "available" | "in_stock";
  /** Shopify tells the shopper when something was sent. */
  readonly notifyShopper: boolean;
  readonly itemMinutes: number;
  readonly priceMinutes: number;
  readonly stockMinutes: number;
  readonly shipmentMinutes: number;
}

/** What the documents of a program need to know of its Exigo, in one piece that is stored with the connection. */
export interface ExigoSetup {
  readonly version: 1;
  readonly api: ExigoApiSetup;
  readonly points: ExigoPointsSetup;
  readonly orders: ExigoOrdersSetup;
  readonly customers: ExigoCustomersSetup;
  readonly items: ExigoItemsSetup;
  readonly catalog: ExigoCatalogSetup;
}

/** How calls are made before anybody has chosen anything. */
export const DEFAULT_EXIGO_API: ExigoApiSetup = {
  timeoutSeconds: 10,
  callsPerMinute: 1_200,
  callsAtOnce: 8,
  batchSize: 100,
  enums: "number",
  lists: "repeated",
  dates: "offset",
  errorsWithMessage: "unknown",
  cleared: "empty",
};

/** Nothing but points flows, and every unclear point of Exigo's interface is taken on the safe side. */
export const DEFAULT_EXIGO_SETUP: ExigoSetup = {
  version: 1,
  api: DEFAULT_EXIGO_API,
  points: { transactionType: null },
  orders: {
    from: null,
    currencies: [],
    shipMethods: [],
    key: "orderKey",
    orderType: 11,
    paidStatus: 7,
    returnStatus: 8,
    paymentType: 16,
    refundPayments: false,
    guestCustomerId: null,
    otherItemCode: null,
    transaction: false,
  },
  customers: {
    keepAlike: false,
    key: "customerKey",
    typeForNew: 1,
    fields: [],
    pollSeconds: 60,
    overlapSeconds: 120,
    typeMetafield: "hybrid_credits.exigo_type",
    rankMetafield: "hybrid_credits.exigo_rank",
    enrollerMetafield: "hybrid_credits.exigo_enroller",
  },
  items: { source: "codes", codes: [], reportId: null, reportColumn: "ItemCode" },
  catalog: {
    shops: [],
    skuCase: "exact",
    createProducts: false,
    difference: "report",
    fields: ["title", "weight"],
    weightUnit: "lb",
    stockFigure: "available",
    notifyShopper: true,
    itemMinutes: 60,
    priceMinutes: 1_440,
    stockMinutes: 15,
    shipmentMinutes: 5,
  },
};
