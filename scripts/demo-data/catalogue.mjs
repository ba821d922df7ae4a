/** The demo store and what it sells. */
export const shop = {
  domain: "credit-cafe.myshopify.com",
  name: "Credit Café",
  email: "owner@credit-cafe.example",
  currency: "USD",
  timeZone: "America/Chicago",
  countryCode: "US",
};

/** Products with their pictures; the prices give sums that round in interesting ways. */
export const products = [
  product(
    "House Blend, 1 lb",
    "house-blend",
    "Coffee",
    "18.50",
    "#7a4a2b",
    "bag",
    "Dark and calm, for the first cup.",
  ),
  product(
    "Single Origin Sidamo",
    "sidamo",
    "Coffee",
    "24.95",
    "#b5651d",
    "bag",
    "Bergamot, apricot, a long finish.",
  ),
  product(
    "Stoneware Mug",
    "stoneware-mug",
    "Gear",
    "32.00",
    "#5b7a8c",
    "mug",
    "Thrown by hand, holds 12 oz.",
  ),
  product("Pour-over Kettle", "kettle", "Gear", "89.00", "#3f4a56", "bottle", "Gooseneck, holds its heat."),
  product("Barista Apron", "apron", "Gear", "49.95", "#8a5a44", "shirt", "Waxed canvas with deep pockets."),
  product("Coffee Candle", "candle", "Gifts", "21.00", "#c9a227", "candle", "Soy wax and real beans."),
  product("The Brew Book", "brew-book", "Gifts", "27.50", "#6b4f9b", "book", "Forty recipes, no dogma."),
  product("Tasting Box", "tasting-box", "Coffee", "59.00", "#3d7a57", "box", "Six origins, two ounces each."),
];

/** Customers; the first ones are customers of Exigo already. */
export const customers = [
  customer("Ada", "Okafor", "ada@credit-cafe.example", true),
  customer("Ben", "Lindqvist", "ben@credit-cafe.example", true),
  customer("Chiara", "Moretti", "chiara@credit-cafe.example", true),
  customer("Diego", "Alvarez", "diego@credit-cafe.example", true),
  customer("Emi", "Tanaka", "emi@credit-cafe.example", false),
  customer("Farah", "Haddad", "farah@credit-cafe.example", false),
  customer("Goran", "Petrović", "goran@credit-cafe.example", false),
  customer("Hana", "Novak", "hana@credit-cafe.example", false),
];

/** Exigo's items: one for each product by its SKU, but for the last, which is called otherwise there. */
export const items = products.map(({ title, variants: [{ sku, price }] }, index) => ({
  itemCode: index === products.length - 1 ? "BOX-6" : sku,
  description: title,
  prices: [{ currencyCode: "usd", priceType: 1, price }],
  stock: [{ warehouseID: 1, stockLevel: 200 }],
}));

function product(title, handle, collection, price, colour, symbol, description) {
  return {
    title,
    handle,
    description,
    vendor: shop.name,
    collections: [collection],
    picture: { colour, symbol },
    variants: [{ price, sku: handle.toUpperCase(), inventoryQuantity: 200 }],
  };
}

function customer(firstName, lastName, email, inExigo) {
  return { firstName, lastName, email, emailVerified: true, inExigo };
}
