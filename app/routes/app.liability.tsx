import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { BlockStack, Box, Card, InlineGrid, InlineStack, Page, Select, Text } from "@shopify/polaris";
import { useEffect } from "react";

import { DayTable } from "#components/liability/day-table";
import { LiabilityChart } from "#components/liability/liability-chart";
import { ProofCard } from "#components/liability/proof-card";
import { ShopCard } from "#components/liability/shop-card";
import { Statement } from "#components/liability/statement";
import { Moment } from "#components/moment";
import { lagWords } from "#components/words/lag-words";
import { periodWords } from "#components/words/liability-words";
import { getWiring } from "#wiring";

import { readLiabilityQuery, toScope } from "./app/liability-query.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useDownload } from "./app/use-download.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const { config, readLiability } = getWiring();
  const query = readLiabilityQuery(request);
  const report = await readLiability({
    scope: toScope(program.programId, query.scope),
    periodName: query.period,
  });
  return { ...report, query, hour: config.LEDGER_PROOF_HOUR };
}

/** Asks for a proof of the ledger now; a worker carries it out. */
export async function action({ request }: ActionFunctionArgs) {
  const { program } = await authenticateStaff(request);
  await getWiring().askForProof(program.programId);
  return { ok: true };
}

type Liability = ReturnType<typeof useLoaderData<typeof loader>>;

export default function LiabilityPage() {
  const report = useLoaderData<typeof loader>();
  const { period, days, sum, progress, proof, query } = report;
  const fetcher = useFetcher<typeof action>();
  const file = useDownload();
  useProofWatch(proof);
  const exported = new URLSearchParams({ ...period, scope: query.scope });
  return (
    <Page
      title="Liability"
      subtitle="What members hold, and how it came to be"
      primaryAction={{
        content: "Export CSV",
        loading: file.isBusy,
        onAction: () =>
          void file.download(
            `/app/liability.csv?${exported.toString()}`,
            `roll-forward-${period.from}-${period.to}.csv`,
          ),
      }}
    >
      <BlockStack gap="400">
        <Choices report={report} />
        <Card>
          <BlockStack gap="300">
            <InlineStack align="space-between" blockAlign="baseline" gap="200">
              <Text as="h2" variant="headingMd">
                Roll-forward
              </Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {progress.completeTo === null ? null : (
                  <>
                    As of <Moment at={progress.completeTo} />,{" "}
                  </>
                )}
                {lagWords(progress.lagMs)}
              </Text>
            </InlineStack>
            {sum ? (
              <InlineGrid columns={{ xs: 1, md: 2 }} gap="600">
                <Statement sum={sum} period={period} />
                <LiabilityChart days={days} />
              </InlineGrid>
            ) : null}
          </BlockStack>
        </Card>
        <div id="proof">
          <ProofCard
            proof={proof}
            hour={report.hour}
            isAsking={fetcher.state !== "idle"}
            onVerify={() => void fetcher.submit({}, { method: "post" })}
          />
        </div>
        {report.shops.length > 1 ? <ShopCard day={period.to} lines={shopLines(report)} /> : null}
        <DayTable days={days} />
      </BlockStack>
    </Page>
  );
}

/** What stands in the address, so that a report can be shared. */
function Choices({ report: { query, shops } }: { report: Liability }) {
  const [, setSearchParams] = useSearchParams();
  const choose = (change: Record<string, string>) =>
    setSearchParams({ ...query, ...change }, { preventScrollReset: true });
  const currencies = [...new Set(shops.map((shop) => shop.currency))];
  const scopes = [
    { value: "all", label: "All shops" },
    ...(currencies.length > 1
      ? currencies.map((currency) => ({ value: `currency-${currency}`, label: `Shops in ${currency}` }))
      : []),
    ...shops.map((shop) => ({ value: `shop-${shop.shopId}`, label: `${shop.name} (${shop.currency})` })),
    { value: "shop-0", label: "No shop" },
  ];
  const periods = Object.entries(periodWords).map(([value, label]) => ({ value, label }));
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
        <Select
          label="Period"
          options={periods}
          value={query.period}
          onChange={(period) => choose({ period })}
        />
        {shops.length > 1 ? (
          <Select
            label="Entries of"
            options={scopes}
            value={query.scope}
            onChange={(scope) => choose({ scope })}
          />
        ) : null}
      </InlineGrid>
    </Box>
  );
}

function shopLines({ byShop, shops }: Liability) {
  return byShop.map((line) => ({
    ...line,
    name: shops.find((shop) => shop.shopId === line.shopId)?.name ?? "No shop",
  }));
}

const WATCH_MS = 1_500;
const IDLE_WATCH_MS = 15_000;

/** Reads the page again while a proof is wanted or under way. */
function useProofWatch({ next, trouble, now }: Liability["proof"]): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!next) return undefined;
    const timer = setTimeout(revalidate, trouble === "proof_failed" ? IDLE_WATCH_MS : WATCH_MS);
    return () => clearTimeout(timer);
  }, [next, trouble, now, revalidate]);
}
