import { Badge, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { MergeEnd, MergeRow } from "#core/reading";

import { Moment } from "../moment.tsx";
import { mergeStateWords } from "../words/people-words.tsx";
import { staffWords } from "../words/staff-words.tsx";

/** What can be done about a merge. */
export interface MergeActions {
  readonly onUndo: (merge: MergeRow) => void;
  /** `intoMemberId`: the member that goes on; null: both stay as they are. */
  readonly onDecide: (merge: MergeRow, intoMemberId: number | null) => void;
}

interface MergesCardProps extends MergeActions {
  readonly merges: readonly MergeRow[];
}

/** Customers that Shopify merged, with what became of their members. */
export function MergesCard({ merges, ...actions }: MergesCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Merged customers
        </Text>
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-400)" }}>
          {merges.map((merge) => (
            <li key={merge.mergeId}>
              <MergeItem merge={merge} {...actions} />
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

function MergeItem({ merge, onUndo, onDecide }: MergeActions & { merge: MergeRow }) {
  const { label, tone } = mergeStateWords[merge.state];
  const { from, into, decidedAt, decidedBy } = merge;
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200" blockAlign="start">
        <Text as="p">
          <MergeMember end={from} /> and <MergeMember end={into} />
        </Text>
        <Badge {...(tone ? { tone } : {})}>{label}</Badge>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        Shopify kept customer {merge.keptCustomerId} and removed {merge.deletedCustomerId},{" "}
        <Moment at={merge.toldAt} />
        {decidedAt && decidedBy ? (
          <>
            {" · "}
            {staffWords(decidedBy)}, <Moment at={decidedAt} />
          </>
        ) : null}
      </Text>
      {merge.state === "waiting" ? (
        <BlockStack gap="200">
          <Text as="p">
            Both are customers in Exigo, so nothing was moved. Choose the one that goes on: it gets the
            credits of both, in Exigo too, and keeps its type and rank.
          </Text>
          <InlineStack gap="200" wrap>
            {[into, from].map((end) => (
              <Button key={end.memberId} size="slim" onClick={() => onDecide(merge, end.memberId)}>
                {`${mergeEndName(end)} · Exigo ${end.exigoCustomerId ?? "none"}`}
              </Button>
            ))}
            <Button size="slim" variant="tertiary" onClick={() => onDecide(merge, null)}>
              Leave apart
            </Button>
          </InlineStack>
        </BlockStack>
      ) : null}
      {merge.state === "merged" || merge.state === "undoing" ? (
        <InlineStack>
          <Button size="slim" onClick={() => onUndo(merge)}>
            Undo merge
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

function MergeMember({ end }: { end: MergeEnd }) {
  return <Link url={`/app/members/${end.memberId}`}>{mergeEndName(end)}</Link>;
}

/** How a member of a merge is called, also where no name is known. */
export function mergeEndName(end: MergeEnd): string {
  return end.name ?? `Member ${end.memberId}`;
}
