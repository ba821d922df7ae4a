import { BlockStack, Text } from "@shopify/polaris";

import { Fact } from "../fact.tsx";
import { Moment } from "../moment.tsx";
import { Credits, formatCredits, useUnit } from "../unit.tsx";
import { intentKindWords } from "../words/exigo-words.tsx";

/** A write with what Exigo says; amounts in minor units. */
export interface Evidence {
  readonly id: number;
  readonly kind: string;
  readonly amountMinor: number;
  readonly beforeMinor: number | null;
  readonly nowMinor: number | null;
  readonly sentAt: string | null;
  readonly error: string | null;
  readonly canHaveArrived: boolean;
}

/** The numbers that tell whether a write arrived, and what each answer would mean. */
export function IntentEvidence({ evidence }: { evidence: Evidence }) {
  const { kind, sentAt, beforeMinor, nowMinor, amountMinor, error } = evidence;
  return (
    <BlockStack gap="300">
      <Text as="p">{explanationOf(evidence)}</Text>
      {kind === "exigo.point" ? (
        <BlockStack gap="150">
          <Fact name="Exigo’s balance before">
            {beforeMinor === null ? "Not read: it did not leave" : <Credits amountMinor={beforeMinor} />}
          </Fact>
          <Fact name="The movement">
            <Credits amountMinor={amountMinor} signed />
          </Fact>
          <Fact name="Exigo’s balance now">
            {nowMinor === null ? "Cannot be read at the moment" : <Credits amountMinor={nowMinor} />}
          </Fact>
          {sentAt === null ? null : (
            <Fact name="Sent">
              <Moment at={sentAt} />, with the reference HC-{evidence.id}
            </Fact>
          )}
          <Meaning evidence={evidence} />
        </BlockStack>
      ) : null}
      {error ? (
        <Text as="p" tone="subdued" variant="bodySm">
          {error}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function explanationOf({ canHaveArrived, kind }: Evidence): string {
  if (canHaveArrived) {
    return "Exigo’s answer to this movement was lost, and something else moved the balance at the same time. The app sends nothing again by itself, because it could count twice. Search Exigo for the reference below: is the movement there?";
  }
  const what = intentKindWords[kind] ?? "This";
  return `${what} did not get through. Once the cause is gone, it can be sent again.`;
}

/** What the balance would be, so that nobody has to reckon. */
function Meaning({
  evidence: { canHaveArrived, beforeMinor, amountMinor, nowMinor },
}: {
  evidence: Evidence;
}) {
  const unit = useUnit();
  if (!canHaveArrived || beforeMinor === null) return null;
  const other = nowMinor === null ? null : nowMinor - beforeMinor;
  return (
    <Text as="p" tone="subdued">
      With this movement alone the balance would be {formatCredits(beforeMinor + amountMinor, unit)}, without
      it {formatCredits(beforeMinor, unit)}.
      {other === null
        ? ""
        : ` If it arrived, something else moved ${formatCredits(other - amountMinor, unit, true)}; if not, ${formatCredits(other, unit, true)}.`}
    </Text>
  );
}
