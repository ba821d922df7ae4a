import { Badge, BlockStack, Button, Text } from "@shopify/polaris";

import type { EntryInExigo, EntryRow } from "#core/reading";
import { Moment } from "../moment.tsx";
import { intentWords, settleLabel } from "../words/exigo-words.tsx";

/** Where an entry stands in Exigo, as a badge. */
export function ExigoBadge({ exigo }: { exigo: EntryInExigo }) {
  const words = intentWords[exigo.state];
  return <Badge tone={words.tone}>{words.label}</Badge>;
}

/** True while only a person can say what becomes of the write. */
export function waitsForPerson({ state }: Pick<EntryInExigo, "state">): boolean {
  return state === "needs_review" || state === "refused";
}

interface SettleButtonProps {
  readonly exigo: EntryInExigo;
  readonly onSettle: (intentId: number) => void;
}

/** Leads to the decision about a write. */
export function SettleButton({ exigo: { intentId, state }, onSettle }: SettleButtonProps) {
  const label = settleLabel(state);
  return (
    <Button
      variant="plain"
      accessibilityLabel={`${label}: movement HC-${intentId}`}
      onClick={() => onSettle(intentId)}
    >
      {label}
    </Button>
  );
}

/** The same in sentences, with Exigo's id or what it said. */
export function ExigoStory({ entry: { exigo, kind } }: { entry: EntryRow }) {
  if (!exigo) {
    return (
      <Text as="p">
        {kind === "adoptExigoMovement"
          ? "The movement came from Exigo, so nothing is owed there."
          : "Nothing was owed to Exigo for this entry alone: what it changed went there with the whole balance when Exigo was connected, or what Exigo holds did not change."}
      </Text>
    );
  }
  const words = intentWords[exigo.state];
  return (
    <BlockStack gap="100">
      <Text as="p">
        {words.sentence}
        {exigo.remoteRef ? ` Its number there is ${exigo.remoteRef}.` : ""} Our reference is HC-
        {exigo.intentId}.
      </Text>
      {exigo.sentAt ? (
        <Text as="p" tone="subdued">
          Sent <Moment at={exigo.sentAt} />
          {exigo.attempts > 1 ? `, ${exigo.attempts} tries` : ""}
        </Text>
      ) : null}
      {exigo.decision ? (
        <Text as="p">
          {exigo.decision.verdict === "arrived" ? "A person found it there" : "A person had it sent again"},{" "}
          <Moment at={exigo.decision.at} />, staff {exigo.decision.staff}
          {exigo.decision.note === "" ? "" : `: ${exigo.decision.note}`}.
        </Text>
      ) : null}
      {exigo.error && exigo.state !== "confirmed" ? (
        <Text as="p" tone="critical">
          {exigo.error}
        </Text>
      ) : null}
    </BlockStack>
  );
}
