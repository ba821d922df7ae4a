import type { AdminApi } from "./admin-api/admin-api.ts";
import type { Throttle } from "./admin-api/throttle.ts";
import type { BulkOperations } from "./bulk/bulk-operations.ts";
import type { AppConfiguration } from "./config/app-configuration.ts";
import type { Tokens } from "./oauth/tokens.ts";
import type { Operations } from "./operations/index.ts";
import type { Store } from "./state/store.ts";
import type { Storefront } from "./state/storefront-contract.ts";
import type { WebhookSender } from "./webhooks/sender.ts";

/** The parts of a running simulator that its routes use. */
export type Simulator = {
  store: Store;
  operations: Operations;
  configuration: AppConfiguration;
  tokens: Tokens;
  adminApi: AdminApi;
  throttle: Throttle;
  bulk: BulkOperations;
  webhooks: WebhookSender;
  storefront: Storefront;
  apiKey: string;
  apiSecret: string;
  /** The address under which browsers and Shopify reach the app: the tunnel unless told otherwise. */
  appUrl: () => string;
};
