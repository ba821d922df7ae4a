import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Badge, BlockStack, Button, ButtonGroup, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { z } from "zod";

import { Moment } from "#components/moment";
import { privacyKindWords } from "#components/words/people-words";
import { staffWords } from "#components/words/staff-words";
import { getWiring } from "#wiring";

import type { PrivacyRequest } from "../usecases/ports/privacy.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useExport } from "./app/use-export.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const REQUESTS = 100;

const form = z.object({ requestId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** What marking a request as answered gets back. */
interface PrivacyAnswer {
  readonly ok: boolean;
  readonly message: string;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const requests = await getWiring().adapters.privacyRequests.list(program.programId, REQUESTS);
  return { requests, now: new Date().toISOString() };
}

export async function action({ request }: ActionFunctionArgs): Promise<PrivacyAnswer> {
  const { program, staff } = await authenticateStaff(request);
  const parsed = form.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return { ok: false, message: "The form could not be read. Load the page again" };
  const { requestId } = parsed.data;
  const isDone = await getWiring().finishDataRequest({ programId: program.programId, requestId, staff });
  return isDone
    ? { ok: true, message: "Marked as answered" }
    : { ok: false, message: "The request was answered already" };
}

export default function PrivacyPage() {
  const { requests, now } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Privacy"
      subtitle="What customers asked about their data"
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Requests
          </Text>
          {requests.length === 0 ? (
            <Text as="p" tone="subdued">
              No request yet. Shopify sends them when a customer asks to see their data or to be forgotten.
            </Text>
          ) : (
            <ul
              style={{
                listStyle: "none",
                margin: 0,
                padding: 0,
                display: "grid",
                gap: "var(--p-space-400)",
              }}
            >
              {requests.map((request) => (
                <li key={request.requestId}>
                  <RequestItem request={request} now={now} />
                </li>
              ))}
            </ul>
          )}
          <Text as="p" tone="subdued" variant="bodySm">
            An export is made when you download it and is kept nowhere; who downloads one is recorded. A
            redaction removes the person here by itself, and keeps the credits under the member’s number. What
            your Exigo company holds about them is yours to remove there.
          </Text>
        </BlockStack>
      </Card>
    </Page>
  );
}

function RequestItem({ request, now }: { request: PrivacyRequest; now: string }) {
  return (
    <InlineStack align="space-between" gap="300" blockAlign="start">
      <div style={{ flex: "1 1 16rem" }}>
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" fontWeight="semibold">
              {privacyKindWords[request.kind]}
            </Text>
            <StateBadge request={request} now={now} />
          </InlineStack>
          <Text as="p" tone="subdued" variant="bodySm">
            {request.customerId === null ? "The whole store" : `Customer ${request.customerId}`} · asked for{" "}
            <Moment at={request.requestedAt} to="day" />
            {request.doneAt && request.doneBy ? (
              <>
                {" · done "}
                <Moment at={request.doneAt} /> by{" "}
                {request.doneBy === "system" ? "the app" : staffWords(request.doneBy)}
              </>
            ) : (
              <>
                {" · to be answered by "}
                <Moment at={request.dueAt} to="day" />
              </>
            )}
          </Text>
        </BlockStack>
      </div>
      {request.kind === "data_request" ? <Answer request={request} /> : null}
    </InlineStack>
  );
}

function StateBadge({ request, now }: { request: PrivacyRequest; now: string }) {
  if (request.state === "done") return <Badge tone="success">Done</Badge>;
  return request.dueAt < now ? <Badge tone="critical">Overdue</Badge> : <Badge tone="attention">Open</Badge>;
}

function Answer({ request }: { request: PrivacyRequest }) {
  const shopify = useAppBridge();
  const done = useFetcher<PrivacyAnswer>();
  const download = useExport(request.requestId);
  const answer = done.state === "idle" ? done.data : undefined;
  useEffect(() => {
    if (answer) shopify.toast.show(answer.message, { isError: !answer.ok });
  }, [answer, shopify]);
  return (
    <ButtonGroup>
      <Button
        size="slim"
        loading={download.isBusy}
        onClick={download.start}
        accessibilityLabel={`Download the export for customer ${request.customerId ?? ""}`}
      >
        Download
      </Button>
      {request.state === "open" ? (
        <Button
          size="slim"
          loading={done.state !== "idle"}
          onClick={() => void done.submit({ requestId: String(request.requestId) }, { method: "post" })}
          accessibilityLabel={`Mark the request of customer ${request.customerId ?? ""} as answered`}
        >
          Mark as answered
        </Button>
      ) : null}
    </ButtonGroup>
  );
}
