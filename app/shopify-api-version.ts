/** The one version of Shopify's API that the app speaks; a test compares it with `shopify.app.toml`. */
export const SHOPIFY_API_VERSION = "2026-10";
