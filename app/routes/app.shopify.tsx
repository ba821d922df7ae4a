import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Page } from "@shopify/polaris";
import { useCallback, useEffect, useState } from "react";

import { ArrivalsBanners } from "#components/shopify/arrivals-banner";
import { CustomersCard } from "#components/shopify/customers-card";
import { OrdersCard } from "#components/shopify/orders-card";
import { isUnderWay } from "#components/shopify/reread-progress";
import { getWiring } from "#wiring";

import { answerShopDataForm, answerStopForm, isStopForm } from "./app/shop-data-forms.server.ts";
import type { ShopDataAnswer, StopAnswer } from "./app/shop-data-forms.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { StopModal } from "./app/stop-modal.tsx";
import { useRefreshWhile } from "./app/use-refresh-while.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const DAY_MS = 24 * 60 * 60_000;
const PRESET_DAYS = 7;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateStaff(request);
  const { rereads, arrivals } = getWiring().adapters;
  const [reports, findings, finds] = await Promise.all([
    rereads.reports(shop.programId, shop.shopId),
    arrivals.openFindings(shop.programId, shop.shopId),
    rereads.finds(shop.programId, shop.shopId),
  ]);
  const newest = (resource: string, isRoutine: boolean) =>
    reports.find((one) => one.resource === resource && (one.cause === "routine") === isRoutine) ?? null;
  const now = Date.now();
  const day = (daysAgo: number) => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return {
    shopDomain: shop.domain,
    findings,
    finds,
    routine: newest("orders", true),
    requested: newest("orders", false),
    imported: newest("customers", false),
    presetSince: day(PRESET_DAYS),
    today: day(0),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<ShopDataAnswer | StopAnswer> {
  const staffRequest = await authenticateStaff(request);
  const data = await request.formData();
  return isStopForm(data) ? answerStopForm(staffRequest, data) : answerShopDataForm(staffRequest, data);
}

export default function ShopifyPage() {
  const data = useLoaderData<typeof loader>();
  const shopify = useAppBridge();
  const fetcher = useFetcher<ShopDataAnswer>();
  const [since, setSince] = useState(data.presetSince);
  const [toStop, setToStop] = useState<number | null>(null);
  const onStop = ({ id }: { id: number }) => setToStop(id);
  const onStopClose = useCallback(() => setToStop(null), []);
  useRefreshWhile(isUnderWay(data.requested) || isUnderWay(data.imported));
  const isBusy = fetcher.state !== "idle";
  const sent = fetcher.formData?.get("intent");
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (answer?.error === null) shopify.toast.show(answer.message);
  }, [answer, shopify]);
  const submit = (fields: Record<string, string>) => void fetcher.submit(fields, { method: "post" });
  return (
    <Page title="Shopify" subtitle="What comes from the store">
      <BlockStack gap="400">
        <ArrivalsBanners findings={data.findings} />
        <OrdersCard
          routine={data.routine}
          requested={data.requested}
          foundLastDay={data.finds.ordersLastDay}
          refusals={data.finds.refusedOrders}
          shopDomain={data.shopDomain}
          since={since}
          today={data.today}
          error={answer?.intent === "read-orders" ? answer.error : null}
          isBusy={isBusy && sent === "read-orders"}
          onSince={setSince}
          onRead={() => submit({ intent: "read-orders", since })}
          onStop={onStop}
        />
        <CustomersCard
          imported={data.imported}
          foundLastDay={data.finds.customersLastDay}
          isBusy={isBusy && sent === "import-customers"}
          onImport={() => submit({ intent: "import-customers" })}
          onStop={onStop}
        />
      </BlockStack>
      {toStop === null ? null : <StopModal id={toStop} onClose={onStopClose} />}
    </Page>
  );
}
