import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operations } from "../operations/index.ts";
import type { Store } from "./store.ts";

/** What the simulator hands to the storefront. */
export type StorefrontDeps = {
  store: Store;
  operations: Operations;
  /** Signs the app proxy's forwarded requests. */
  apiSecret: string;
  apiKey: string;
  /** Where the app listens, without a trailing slash; the app proxy forwards there. */
  appOrigin: string;
  /** Folder of the theme app extension whose blocks are rendered. */
  themeExtensionDir: string;
};

/** Serves `/storefront/{shop}/…`; resolves to false when the path is not the storefront's. */
export type Storefront = {
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>;
};

export type CreateStorefront = (deps: StorefrontDeps) => Storefront;
