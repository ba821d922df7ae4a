import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page, Pagination, Text } from "@shopify/polaris";
import { z } from "zod";

import { OpeningsList } from "#components/openings-list";
import { getWiring } from "#wiring";

import { authenticateStaff } from "./app/staff-request.server.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const PAGE_SIZE = 50;

const cursorOf = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null);

/** Imported opening balances whose customers are not known yet: `?before=120`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const before = cursorOf.parse(new URL(request.url).searchParams.get("before"));
  const { reports } = getWiring().adapters;
  const page = await reports.waitingOpenings(program.programId, { beforeId: before, limit: PAGE_SIZE });
  return { ...page, before };
}

export default function OpeningsPage() {
  const { rows, nextBeforeId, before } = useLoaderData<typeof loader>();
  return (
    <Page title="Waiting opening balances" backAction={{ content: "Home", url: "/app" }}>
      <Card>
        <BlockStack gap="400">
          <Text as="p" tone="subdued">
            These balances were imported for customers whom the program does not know. Each is opened by
            itself, with its dates, as soon as Shopify tells of a customer with the same verified email.
          </Text>
          {rows.length === 0 ? (
            <Text as="p">No balance waits for its customer.</Text>
          ) : (
            <OpeningsList rows={rows} />
          )}
          {before === null && nextBeforeId === null ? null : (
            <Pagination
              hasPrevious={before !== null}
              previousURL="/app/openings"
              previousTooltip="Newest"
              hasNext={nextBeforeId !== null}
              {...(nextBeforeId === null ? {} : { nextURL: `?before=${nextBeforeId}` })}
            />
          )}
        </BlockStack>
      </Card>
    </Page>
  );
}
