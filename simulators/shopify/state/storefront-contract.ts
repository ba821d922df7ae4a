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

/** A theme app extension with its blocks, in the shape of App Bridge's `app.extensions()`. */
export type ThemeExtension = {
  handle: string;
  type: "theme_app_extension";
  activations: {
    target: "section";
    handle: string;
    name: string;
    status: "active" | "available" | "unavailable";
    activations: { target: string; themeId: string }[];
  }[];
};

export type Storefront = {
  /** Serves `/storefront/{shop}/…`; resolves to false when the path is not the storefront's. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>;
  /** What the theme editor holds of the app's blocks. */
  themeExtension(): Promise<ThemeExtension>;
};

export type CreateStorefront = (deps: StorefrontDeps) => Storefront;
