import { globalId } from "../state/metafields.ts";
import type { ApiContext } from "./context.ts";
import { apiVersion } from "./context.ts";
import { metafieldFields } from "./metafield-view.ts";
import { nodeView } from "./node-view.ts";

const scopeViews = (scopes: string[]): object[] => scopes.map((handle) => ({ handle, description: handle }));

/** The App as the schema describes it. */
export function appView(context: ApiContext): object {
  const { app } = context.store;
  return {
    __typename: "App",
    id: globalId("App", app.id),
    apiKey: app.apiKey,
    handle: app.handle,
    title: app.title,
    embedded: true,
    webhookApiVersion: apiVersion,
    requestedAccessScopes: scopeViews(context.configuration.scopes),
    optionalAccessScopes: [],
    availableAccessScopes: scopeViews(context.configuration.scopes),
    installation: () => appInstallationView(context),
  };
}

/** The AppInstallation of the caller's shop. */
export function appInstallationView(context: ApiContext): object {
  const installation = context.store.state.installations[context.shop.domain];
  const gid = globalId("AppInstallation", installation?.id ?? 0);
  return {
    __typename: "AppInstallation",
    id: gid,
    launchUrl: `https://${context.shop.domain}/admin/apps/${context.store.app.handle}`,
    accessScopes: scopeViews(context.scopes),
    app: () => appView(context),
    ...metafieldFields(context, gid, nodeView),
  };
}
