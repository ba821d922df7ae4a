import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Layout, Page, Pagination, Text } from "@shopify/polaris";
import { useCallback, useState } from "react";
import { z } from "zod";

import { BalanceCard } from "#components/account/balance-card";
import { EntryItem } from "#components/account/entry-item";
import { ExigoCard } from "#components/account/exigo-card";
import { LotsCard } from "#components/account/lots-card";
import { OrdersCard } from "#components/account/orders-card";
import { memberName } from "#components/members-table";
import type { AccountPage, EntryRow } from "#core/reading";
import { getWiring } from "#wiring";

import { AdjustModal } from "./app/adjust-modal.tsx";
import { answerBalanceForm } from "./app/balance-forms.server.ts";
import { useFormIdentity } from "./app/form-identity.ts";
import type { FormIdentity } from "./app/form-identity.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { UndoModal } from "./app/undo-modal.tsx";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const ENTRIES = 20;

const idOf = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const cursorOf = z.coerce.number().int().positive().nullable().catch(null);

function memberIdOf(params: LoaderFunctionArgs["params"]): number {
  const parsed = idOf.safeParse(params["memberId"]);
  if (!parsed.success) throw new Response("member_unknown", { status: 404, statusText: "Not Found" });
  return parsed.data;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const before = cursorOf.parse(new URL(request.url).searchParams.get("before"));
  const page = await getWiring().adapters.reports.account(program.programId, memberIdOf(params), {
    beforeSeq: before,
    limit: ENTRIES,
  });
  if (!page) throw new Response("member_unknown", { status: 404, statusText: "Not Found" });
  return { page, before, now: new Date().toISOString() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staffRequest = await authenticateStaff(request);
  return answerBalanceForm(staffRequest, memberIdOf(params), await request.formData());
}

type OpenForm =
  | { readonly kind: "adjust"; readonly identity: FormIdentity }
  | { readonly kind: "undo"; readonly identity: FormIdentity; readonly entry: EntryRow }
  | null;

export default function MemberPage() {
  const { page, before, now } = useLoaderData<typeof loader>();
  const newForm = useFormIdentity(now);
  const [openForm, setOpenForm] = useState<OpenForm>(null);
  const close = useCallback(() => setOpenForm(null), []);
  const { member } = page;
  const name = memberName(member);
  return (
    <Page
      title={name}
      {...(member.name && member.email ? { subtitle: member.email } : {})}
      backAction={{ content: "Members", url: "/app/members" }}
      primaryAction={{
        content: "Adjust balance",
        onAction: () => setOpenForm({ kind: "adjust", identity: newForm() }),
      }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <BalanceCard member={member} />
            <Timeline
              page={page}
              before={before}
              onUndo={(entry) => setOpenForm({ kind: "undo", identity: newForm(), entry })}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ExigoCard page={page} />
            <LotsCard lots={page.lots} />
            <OrdersCard orders={page.orders} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      {openForm?.kind === "adjust" ? (
        <AdjustModal
          identity={openForm.identity}
          name={name}
          availableMinor={member.availableMinor}
          onClose={close}
        />
      ) : null}
      {openForm?.kind === "undo" ? (
        <UndoModal identity={openForm.identity} entry={openForm.entry} onClose={close} />
      ) : null}
    </Page>
  );
}

interface TimelineProps {
  readonly page: AccountPage;
  readonly before: number | null;
  readonly onUndo: (entry: EntryRow) => void;
}

function Timeline({ page, before, onUndo }: TimelineProps) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Entries
        </Text>
        {page.entries.length === 0 ? (
          <Text as="p" tone="subdued">
            No entry yet. A paid order, an adjustment or a movement in Exigo makes the first one.
          </Text>
        ) : (
          <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
            {page.entries.map((entry) => (
              <EntryItem key={entry.seq} entry={entry} onUndo={onUndo} />
            ))}
          </ol>
        )}
        {before === null && page.nextBeforeSeq === null ? null : (
          <Pagination
            label="Newest first"
            hasPrevious={before !== null}
            hasNext={page.nextBeforeSeq !== null}
            previousURL="?"
            nextURL={`?before=${page.nextBeforeSeq}`}
            previousTooltip="Newest entries"
            nextTooltip="Older entries"
            accessibilityLabels={{ previous: "Newest entries", next: "Older entries" }}
          />
        )}
      </BlockStack>
    </Card>
  );
}
