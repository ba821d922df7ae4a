import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useNavigation } from "@remix-run/react";
import { NavMenu, useAppBridge } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useEffect } from "react";

import { UnitProvider } from "#components/unit";
import { getWiring } from "#wiring";

import { RouteError } from "./route-error.tsx";
import { authenticateStaff } from "./staff-request.server.ts";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export const meta: MetaFunction = () => [{ title: "Hybrid Credits" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const { unitName, scale } = program;
  return { apiKey: getWiring().config.SHOPIFY_API_KEY, unit: { unitName, scale } };
}

export default function App() {
  const { apiKey, unit } = useLoaderData<typeof loader>();
  return (
    <AppProvider isEmbeddedApp apiKey={apiKey}>
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/members">Members</Link>
        <Link to="/app/liability">Liability</Link>
        <Link to="/app/agreement">Agreement</Link>
        <Link to="/app/earn-rule">Earn rule</Link>
        <Link to="/app/items">Items</Link>
        <Link to="/app/shopify">Shopify</Link>
        <Link to="/app/sync">Sync</Link>
        <Link to="/app/settings">Settings</Link>
        <Link to="/app/privacy">Privacy</Link>
      </NavMenu>
      <LoadingBar />
      <UnitProvider unit={unit}>
        <Outlet />
      </UnitProvider>
    </AppProvider>
  );
}

/** Shopify Admin shows the bar; the page stays readable while the next one loads. */
function LoadingBar() {
  const shopify = useAppBridge();
  const isLoading = useNavigation().state !== "idle";
  useEffect(() => shopify.loading(isLoading), [shopify, isLoading]);
  return null;
}

/** The app's own answer to an error, also when its loader failed and there is no app around it. */
export function ErrorBoundary() {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      <RouteError />
    </AppProvider>
  );
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
