import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Link, Page } from "@shopify/polaris";
import { useEffect } from "react";
import { z } from "zod";

import { ItemList } from "#components/items/item-list";
import type { ItemChoice } from "#components/items/item-row";
import { SalesCard } from "#components/items/sales-card";
import { TurnsCard } from "#components/items/turns-card";
import { getWiring } from "#wiring";

import { answerItemsForm } from "./app/items-forms.server.ts";
import type { ItemsAnswer } from "./app/items-forms.server.ts";
import { MappingFile } from "./app/mapping-file.tsx";
import { salesValues } from "./app/sales-values.ts";
import { listShopLocations } from "./app/shop-locations.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useRefreshWhile } from "./app/use-refresh-while.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const PAGE_SIZE = 25;

const queryOf = z.object({
  state: z.enum(["unmapped", "mapped", "ignored", "all"]).catch("unmapped"),
  search: z.string().trim().max(100).catch(""),
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable()
    .catch(null),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateStaff(request);
  const { programId, shopId } = shop;
  const query = queryOf.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { itemLinks, catalogTurns, exigoConnections } = getWiring().adapters;
  const wish = { ...query, shopId, limit: PAGE_SIZE + 1 };
  const [rows, counts, turns, connection] = await Promise.all([
    itemLinks.listPage(programId, wish),
    itemLinks.count(programId, shopId),
    catalogTurns.list(programId),
    exigoConnections.find(programId),
  ]);
  const shown = rows.slice(0, PAGE_SIZE);
  const waiting = await itemLinks.countWaiting(
    programId,
    shopId,
    shown.map(({ variantId }) => variantId),
  );
  return {
    ...query,
    counts,
    turns,
    currency: shop.currency,
    isConnected: connection !== null,
    sales: salesValues(connection?.setup.catalog ?? null, shopId),
    locations: connection === null ? [] : await listShopLocations(shop.domain),
    items: shown.map((link) => ({ ...link, waiting: waiting.get(link.variantId) ?? 0 })),
    next: rows.length > PAGE_SIZE ? (shown.at(-1)?.variantId ?? null) : null,
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<ItemsAnswer> {
  const staffRequest = await authenticateStaff(request);
  return answerItemsForm(staffRequest, await request.formData());
}

export default function ItemsPage() {
  const data = useLoaderData<typeof loader>();
  const shopify = useAppBridge();
  const fetcher = useFetcher<ItemsAnswer>();
  const choices = useFetcher<{ readonly choices: readonly ItemChoice[] }>();
  const [, setSearch] = useSearchParams();
  useRefreshWhile(data.turns.some(({ running }) => running));
  const isBusy = fetcher.state !== "idle";
  const sent = isBusy ? fetcher.formData : undefined;
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(answer.message);
  }, [answer, shopify]);
  const submit = (fields: Record<string, string>) => void fetcher.submit(fields, { method: "post" });
  const show = (wish: { state: string; search: string; after?: string }) =>
    setSearch(Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== "")));
  return (
    <Page title="Items" subtitle="Which item of Exigo each variant is">
      <BlockStack gap="400">
        {data.isConnected ? null : (
          <Banner tone="info">
            <p>
              Exigo is not connected yet. <Link url="/app/settings">Connect it</Link>, and variants find their
              items by SKU.
            </p>
          </Banner>
        )}
        <ItemList
          {...data}
          busyVariant={isBusy ? String(sent?.get("variantId") ?? "") : ""}
          refusal={answer && !answer.ok ? answer : null}
          choices={choices.data?.choices ?? []}
          onSearch={(text) => choices.load(`/app/items/codes?text=${encodeURIComponent(text)}`)}
          onShow={show}
          onSubmit={submit}
        />
        <MappingFile />
        {data.turns.length === 0 ? null : (
          <TurnsCard
            turns={data.turns}
            busyTask={sent?.get("intent") === "hurry" ? String(sent.get("task")) : null}
            onHurry={(task) => submit({ intent: "hurry", task })}
          />
        )}
        {data.isConnected ? (
          <SalesCard
            key={JSON.stringify(data.sales)}
            values={data.sales}
            locations={data.locations}
            errors={answer?.errors ?? {}}
            isBusy={sent?.get("intent") === "save"}
            onSave={({ prices, stock, fulfilment, createProducts, ...fields }) =>
              submit({
                intent: "save",
                ...fields,
                prices: String(prices),
                stock: String(stock),
                fulfilment: String(fulfilment),
                createProducts: String(createProducts),
              })
            }
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}
