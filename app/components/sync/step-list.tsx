import { Badge, BlockStack, Button, ButtonGroup, InlineStack, Link, Text } from "@shopify/polaris";

import type { SyncStep } from "#core/reading";
import type { DocumentVerdict } from "#core/sync";

import { Moment } from "../moment.tsx";
import { subjectWords } from "../words/subject-words.tsx";
import { stepWords } from "../words/sync-words.tsx";
import { SubjectLink } from "./subject-link.tsx";

interface StepListProps {
  readonly steps: readonly SyncStep[];
  readonly isBusy: boolean;
  readonly onDecide: (step: SyncStep, verdict: DocumentVerdict) => void;
}

const list = {
  listStyle: "none",
  margin: 0,
  padding: 0,
  display: "grid",
  gap: "var(--p-space-400)",
} as const;

/** Steps that do not go on by themselves, each with its cause and what may be done about it. */
export function StepList({ steps, isBusy, onDecide }: StepListProps) {
  return (
    <ul style={list}>
      {steps.map((step) => (
        <li key={step.id}>
          <InlineStack align="space-between" gap="300" blockAlign="start">
            <div style={{ flex: "1 1 16rem", overflowWrap: "anywhere" }}>
              <StepText step={step} />
            </div>
            <Decisions step={step} isBusy={isBusy} onDecide={onDecide} />
          </InlineStack>
        </li>
      ))}
    </ul>
  );
}

function StepText({ step }: { step: SyncStep }) {
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="start" blockAlign="center">
        <Text as="h3" fontWeight="semibold">
          {stepWords[step.kind] ?? step.kind} · <SubjectLink subject={step.subject} />
        </Text>
        <StateBadge step={step} />
      </InlineStack>
      <Text as="p">
        {sentenceOf(step.error)} <Remedy step={step} />
      </Text>
      <Text as="p" tone="subdued" variant="bodySm">
        since <Moment at={step.since} />
        {step.heldUp > 0 ? ` · holds up ${step.heldUp} more` : ""}
      </Text>
    </BlockStack>
  );
}

/** Reasons are stored as they are told, mostly without a beginning and an end. */
function sentenceOf(error: string | null): string {
  if (error === null || error === "") return "No reason was told.";
  const sentence = error.charAt(0).toUpperCase() + error.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function StateBadge({ step: { state } }: { step: SyncStep }) {
  if (state === "waiting") return <Badge tone="attention">Waiting</Badge>;
  return state === "refused" ? (
    <Badge tone="critical">Refused</Badge>
  ) : (
    <Badge tone="warning">To check</Badge>
  );
}

/** Where a person can do something about what it waits for. */
function Remedy({ step: { waitsFor, waitsForProduct } }: { step: SyncStep }) {
  if (waitsForProduct !== null) {
    const search = encodeURIComponent(waitsForProduct.sku ?? waitsForProduct.title);
    return <Link url={`/app/items?search=${search}`}>{`Map ${subjectWords(waitsForProduct)}`}</Link>;
  }
  if (waitsFor?.startsWith("item/")) return <Link url="/app/items">Map products</Link>;
  if (waitsFor === "settings") return <Link url="/app/settings">Settings</Link>;
  const [, memberId] = /^customer\/([1-9]\d*)$/.exec(waitsFor ?? "") ?? [];
  return memberId ? <Link url={`/app/members/${memberId}`}>Open the member</Link> : null;
}

function Decisions({ step, isBusy, onDecide }: Omit<StepListProps, "steps"> & { step: SyncStep }) {
  const name = `${stepWords[step.kind] ?? step.kind}, ${subjectWords(step.subject)}`;
  const decide = (verdict: DocumentVerdict, label: string) => (
    <Button
      size="slim"
      disabled={isBusy}
      onClick={() => onDecide(step, verdict)}
      accessibilityLabel={`${label}: ${name}`}
    >
      {label}
    </Button>
  );
  return (
    <ButtonGroup>
      {step.state === "waiting" ? null : decide("send_again", "Send again")}
      {step.state === "needs_review" && step.wasSent ? decide("arrived", "It arrived") : null}
      {decide("drop", "Drop")}
    </ButtonGroup>
  );
}
