import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Card, EmptyState, Layout, Page } from "@shopify/polaris";

import { AgreementCard } from "#components/agreement/agreement-card";
import { ComparisonCard } from "#components/agreement/comparison-card";
import { CasesCard, GapsCard } from "#components/agreement/gaps-card";
import { getWiring } from "#wiring";

import { useAttentionDialogs } from "./app/attention-dialogs.tsx";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useRefreshWhile } from "./app/use-refresh-while.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const DAYS = 30;

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const { adapters, config } = getWiring();
  const [report, place] = await Promise.all([
    adapters.reports.agreement(program.programId, { days: DAYS }),
    adapters.exigoConnections.findPlace(program.programId),
  ]);
  return { report, isConnected: place !== null, hour: config.EXIGO_COMPARE_HOUR };
}

/** Asks for a comparison of all balances now; a worker carries it out. */
export async function action({ request }: ActionFunctionArgs) {
  const { program } = await authenticateStaff(request);
  await getWiring().askForComparison(program.programId);
  return { ok: true };
}

export default function AgreementPage() {
  const { report, isConnected, hour } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const attention = useAttentionDialogs();
  useRefreshWhile(report.next !== null);
  if (!isConnected) return <NotConnected />;
  const hasFigures = report.last !== null || report.days.length > 0;
  return (
    <Page title="Agreement" subtitle="How far balances here and in Exigo are the same">
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {hasFigures ? <AgreementCard report={report} /> : null}
            {hasFigures ? <GapsCard report={report} /> : null}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant={hasFigures ? "oneThird" : "fullWidth"}>
          <BlockStack gap="400">
            <ComparisonCard
              report={report}
              hour={hour}
              isAsking={fetcher.state !== "idle"}
              onCompare={() => void fetcher.submit({}, { method: "post" })}
            />
            <CasesCard cases={report.cases} onReview={attention.reviewCase} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      {attention.dialog}
    </Page>
  );
}

function NotConnected() {
  return (
    <Page title="Agreement">
      <Card>
        <EmptyState
          heading="Nothing to compare with yet"
          image=""
          action={{ content: "Connect Exigo", url: "/app/settings" }}
        >
          <p>
            Once Exigo is connected, all balances are compared with it each night, and this page shows what
            differs.
          </p>
        </EmptyState>
      </Card>
    </Page>
  );
}
