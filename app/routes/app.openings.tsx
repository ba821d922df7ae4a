import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page, Pagination, Text } from "@shopify/polaris";
import { z } from "zod";

import { OpeningsList } from "#components/openings-list";
import { RefusedOpenings } from "#components/refused-openings";
import { getWiring } from "#wiring";

import { answerOpeningForm } from "./app/opening-forms.server.ts";
import type { OpeningAnswer } from "./app/opening-forms.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useDownload } from "./app/use-download.ts";
import { useToldFetcher } from "./app/use-told-fetcher.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const PAGE_SIZE = 50;

const cursorOf = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null);

/** Imported opening balances that wait for their customers or were refused: `?before=120&refusedBefore=80`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const query = new URL(request.url).searchParams;
  const before = cursorOf.parse(query.get("before"));
  const refusedBefore = cursorOf.parse(query.get("refusedBefore"));
  const { reports } = getWiring().adapters;
  const { programId } = program;
  const [waiting, refused] = await Promise.all([
    reports.waitingOpenings(programId, { beforeId: before, limit: PAGE_SIZE }),
    reports.refusedOpenings(programId, { beforeId: refusedBefore, limit: PAGE_SIZE }),
  ]);
  return { ...waiting, before, refused: { ...refused, before: refusedBefore } };
}

export async function action({ request }: ActionFunctionArgs): Promise<OpeningAnswer> {
  const staffRequest = await authenticateStaff(request);
  return answerOpeningForm(staffRequest, await request.formData());
}

export default function OpeningsPage() {
  const { rows, nextBeforeId, before, refused } = useLoaderData<typeof loader>();
  const tryAgain = useTryAgain();
  const file = useDownload();
  return (
    <Page title="Opening balances" backAction={{ content: "Home", url: "/app" }}>
      <BlockStack gap="400">
        {refused.rows.length === 0 ? null : (
          <RefusedOpenings
            rows={refused.rows}
            busyId={tryAgain.busyId}
            isDownloading={file.isBusy}
            onTryAgain={tryAgain.submit}
            onDownload={() => void file.download("/app/openings.csv", "refused-openings.csv")}
          />
        )}
        <Pages name="refusedBefore" before={refused.before} next={refused.nextBeforeId} />
        <Card>
          <BlockStack gap="400">
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                Waiting
              </Text>
              <Text as="p" tone="subdued">
                These balances were imported for customers whom the program does not know. Each is opened by
                itself, with its dates, as soon as Shopify tells of a customer with the same verified email.
              </Text>
            </BlockStack>
            {rows.length === 0 ? (
              <Text as="p">No balance waits for its customer.</Text>
            ) : (
              <OpeningsList rows={rows} />
            )}
            <Pages name="before" before={before} next={nextBeforeId} />
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

/** The form behind each row's button. */
function useTryAgain() {
  const { fetcher, isBusy } = useToldFetcher<OpeningAnswer>();
  return {
    busyId: isBusy ? Number(fetcher.formData?.get("id") ?? 0) : null,
    submit: (id: number) => {
      if (!isBusy) void fetcher.submit({ id: String(id) }, { method: "post" });
    },
  };
}

/** Leads through a list page by page; nothing when there is one page. */
function Pages({ name, before, next }: { name: string; before: number | null; next: number | null }) {
  if (before === null && next === null) return null;
  return (
    <Pagination
      hasPrevious={before !== null}
      previousURL="/app/openings"
      previousTooltip="Newest"
      hasNext={next !== null}
      {...(next === null ? {} : { nextURL: `?${name}=${next}` })}
    />
  );
}
