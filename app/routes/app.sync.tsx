import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Layout, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { z } from "zod";

import { DeliveriesCard } from "#components/sync/deliveries-card";
import { OwnershipCard } from "#components/sync/ownership-card";
import { StepList } from "#components/sync/step-list";
import { ShopDomain } from "#components/sync/subject-link";
import { SyncFiguresCard } from "#components/sync/sync-figures";
import { settledStepWords, settleStepRefusalWords } from "#components/words/sync-words";
import type { SyncStep } from "#core/reading";
import type { DocumentVerdict } from "#core/sync";
import { getWiring } from "#wiring";

import { SettleStepModal } from "./app/settle-step-modal.tsx";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useRefreshWhile } from "./app/use-refresh-while.ts";
import { useToldFetcher } from "./app/use-told-fetcher.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

/** Steps and refusals on the page. */
const LIMIT = 50;

const form = z.object({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  claim: z.coerce.number().int().nonnegative(),
  verdict: z.enum(["arrived", "send_again", "drop"]),
  note: z.string().trim().max(500).default(""),
});

interface SyncAnswer {
  readonly ok: boolean;
  readonly message: string;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { program, shop } = await authenticateStaff(request);
  const { reports, orderSettings } = getWiring().adapters;
  const [report, orders] = await Promise.all([
    reports.sync(program.programId, LIMIT),
    orderSettings.find(program.programId),
  ]);
  return { report, shopDomain: shop.domain, sendsOrders: orders !== null && orders.from !== null };
}

export async function action({ request }: ActionFunctionArgs): Promise<SyncAnswer> {
  const { program, staff } = await authenticateStaff(request);
  const parsed = form.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return { ok: false, message: "The form could not be read. Load the page again" };
  const { programId } = program;
  const result = await getWiring().settleDocument({ programId, staff, ...parsed.data });
  if (!result.ok) return { ok: false, message: settleStepRefusalWords[result.refusal.code] };
  return { ok: true, message: settledStepWords[parsed.data.verdict] };
}

export default function SyncPage() {
  const { report, shopDomain, sendsOrders } = useLoaderData<typeof loader>();
  const decision = useSettling();
  const [chosen, setChosen] = useState<{ step: SyncStep; verdict: DocumentVerdict } | null>(null);
  useRefreshWhile(report.figures.some(({ owed }) => owed > 0));
  const isEmpty = report.figures.length === 0;
  return (
    <ShopDomain.Provider value={shopDomain}>
      <Page title="Sync" subtitle="Orders, products and shipments between Shopify and Exigo">
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              {sendsOrders ? null : (
                <Banner
                  tone="info"
                  title="Orders are not sent to Exigo"
                  action={{ content: "Settings", url: "/app/settings" }}
                >
                  <p>Map currencies and products first, then switch orders on. Past orders are not sent.</p>
                </Banner>
              )}
              {isEmpty ? <NothingYet /> : <SyncFiguresCard figures={report.figures} />}
              {report.steps.length > 0 ? (
                <Card>
                  <BlockStack gap="400">
                    <Text as="h2" variant="headingMd">
                      Does not go on by itself
                    </Text>
                    <StepList
                      steps={report.steps}
                      isBusy={decision.isBusy}
                      onDecide={(step, verdict) => setChosen({ step, verdict })}
                    />
                    {report.hasMoreSteps ? (
                      <Text as="p" tone="subdued">
                        These are the first {LIMIT}; the rest shows up as they are settled.
                      </Text>
                    ) : null}
                  </BlockStack>
                </Card>
              ) : null}
              {report.deliveries.length > 0 ? <DeliveriesCard deliveries={report.deliveries} /> : null}
              <OwnershipCard refusals={report.refusals} />
            </BlockStack>
          </Layout.Section>
        </Layout>
        {chosen ? (
          <SettleStepModal
            verdict={chosen.verdict}
            isBusy={decision.isBusy}
            onClose={() => setChosen(null)}
            onConfirm={(note) => {
              decision.send({ id: chosen.step.id, claim: chosen.step.claim, verdict: chosen.verdict, note });
              setChosen(null);
            }}
          />
        ) : null}
      </Page>
    </ShopDomain.Provider>
  );
}

function NothingYet() {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="headingMd">
          Nothing is owed
        </Text>
        <Text as="p" tone="subdued">
          Each write to Exigo or Shopify shows up here until the other side has confirmed it.
        </Text>
      </BlockStack>
    </Card>
  );
}

/** Sends decisions and says what came of them. */
function useSettling() {
  const { fetcher, isBusy } = useToldFetcher<SyncAnswer>();
  return {
    isBusy,
    send: (fields: Record<string, string | number>) => void fetcher.submit(fields, { method: "post" }),
  };
}
