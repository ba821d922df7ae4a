import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Layout, Link, Page, Pagination, Text } from "@shopify/polaris";
import { useCallback, useState } from "react";
import type { ComponentProps } from "react";
import { z } from "zod";

import { BalanceCard } from "#components/account/balance-card";
import { BalanceSteps } from "#components/account/balance-steps";
import { CustomersCard } from "#components/account/customers-card";
import { EntryItem } from "#components/account/entry-item";
import { ExigoCard } from "#components/account/exigo-card";
import { LotsCard } from "#components/account/lots-card";
import { MergesCard } from "#components/account/merges-card";
import { OrdersCard } from "#components/account/orders-card";
import { memberName } from "#components/members-table";
import type { AccountPage, EntryRow, MemberPeople, MergeRow } from "#core/reading";
import { getWiring } from "#wiring";

import { AdjustModal } from "./app/adjust-modal.tsx";
import { useAttentionDialogs } from "./app/attention-dialogs.tsx";
import type { AttentionDialogs } from "./app/attention-dialogs.tsx";
import { answerBalanceForm } from "./app/balance-forms.server.ts";
import { useFormIdentity } from "./app/form-identity.ts";
import type { FormIdentity } from "./app/form-identity.ts";
import { MergeModal } from "./app/merge-modal.tsx";
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
  const memberId = memberIdOf(params);
  const { adapters, explainBalance } = getWiring();
  const query = { beforeSeq: before, limit: ENTRIES };
  const [page, people, explained] = await Promise.all([
    adapters.reports.account(program.programId, memberId, query),
    adapters.reports.people(program.programId, memberId),
    explainBalance({ programId: program.programId, memberId, ...query }),
  ]);
  if (!page || !people || !explained)
    throw new Response("member_unknown", { status: 404, statusText: "Not Found" });
  const { opening, closing, unexplained } = explained;
  return { page, people, before, sum: { opening, closing, unexplained }, now: new Date().toISOString() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staffRequest = await authenticateStaff(request);
  return answerBalanceForm(staffRequest, memberIdOf(params), await request.formData());
}

type OpenForm =
  | { readonly kind: "adjust"; readonly identity: FormIdentity }
  | { readonly kind: "undo"; readonly identity: FormIdentity; readonly entry: EntryRow }
  | {
      readonly kind: "merge";
      readonly identity: FormIdentity;
      readonly merge: MergeRow;
      /** Left out: the merge is undone. */
      readonly intoMemberId?: number | null;
    }
  | null;

export default function MemberPage() {
  const { page, people, before, sum, now } = useLoaderData<typeof loader>();
  const newForm = useFormIdentity(now);
  const [openForm, setOpenForm] = useState<OpenForm>(null);
  const close = useCallback(() => setOpenForm(null), []);
  const attention = useAttentionDialogs();
  const { member } = page;
  const name = memberName(member);
  const openMerge = (merge: MergeRow, intoMemberId?: number | null) =>
    setOpenForm({
      kind: "merge",
      identity: newForm(),
      merge,
      ...(intoMemberId === undefined ? {} : { intoMemberId }),
    });
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
            <MergedBanner intoMemberId={people.mergedIntoMemberId} />
            <BalanceCard member={member} />
            <Timeline
              page={page}
              before={before}
              sum={sum}
              onSettle={attention.settle}
              onUndo={(entry) => setOpenForm({ kind: "undo", identity: newForm(), entry })}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Facts page={page} people={people} attention={attention} onMerge={openMerge} />
        </Layout.Section>
      </Layout>
      {attention.dialog}
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
      {openForm?.kind === "merge" ? <MergeModal {...openForm} onClose={close} /> : null}
    </Page>
  );
}

/** Leads on from an account whose credits are elsewhere. */
function MergedBanner({ intoMemberId }: { intoMemberId: number | null }) {
  if (intoMemberId === null) return null;
  return (
    <Banner tone="info" title="This member was merged into another one">
      <Text as="p">
        What still reaches this account goes on to{" "}
        <Link url={`/app/members/${intoMemberId}`}>the member it was merged into</Link>.
      </Text>
    </Banner>
  );
}

interface FactsProps {
  readonly page: AccountPage;
  readonly people: MemberPeople;
  readonly attention: AttentionDialogs;
  /** `intoMemberId` left out: the merge is undone. */
  readonly onMerge: (merge: MergeRow, intoMemberId?: number | null) => void;
}

/** What stands beside the entries; what waits for a person comes first. */
function Facts({ page, people, attention, onMerge }: FactsProps) {
  const { merges } = people;
  const waits = merges.some((merge) => merge.state === "waiting");
  const mergesCard =
    merges.length === 0 ? null : (
      <MergesCard merges={merges} onUndo={(merge) => onMerge(merge)} onDecide={onMerge} />
    );
  return (
    <BlockStack gap="400">
      {waits ? mergesCard : null}
      <ExigoCard page={page} onSettle={attention.settle} onReview={attention.reviewCase} />
      <LotsCard lots={page.lots} />
      <OrdersCard orders={page.orders} />
      <CustomersCard people={people} />
      {waits ? null : mergesCard}
    </BlockStack>
  );
}

interface TimelineProps {
  readonly page: AccountPage;
  readonly before: number | null;
  readonly sum: ComponentProps<typeof BalanceSteps>;
  readonly onUndo: (entry: EntryRow) => void;
  readonly onSettle: (intentId: number) => void;
}

function Timeline({ page, before, sum, onUndo, onSettle }: TimelineProps) {
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
              <EntryItem key={entry.seq} entry={entry} onUndo={onUndo} onSettle={onSettle} />
            ))}
          </ol>
        )}
        {page.entries.length === 0 ? null : <BalanceSteps {...sum} />}
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
