import { Badge, BlockStack, Text } from "@shopify/polaris";

import type { EntryInExigo, EntryRow } from "#core/reading";
import { Moment } from "../moment.tsx";
import { intentWords } from "../words/exigo-words.tsx";

/** Where an entry stands in Exigo, as a badge. */
export function ExigoBadge({ exigo }: { exigo: EntryInExigo }) {
  const words = intentWords[exigo.state];
  return <Badge tone={words.tone}>{words.label}</Badge>;
}

/** The same in sentences, with Exigo's id or what it said. */
export function ExigoStory({ entry: { exigo, kind } }: { entry: EntryRow }) {
  if (!exigo) {
    return (
      <Text as="p">
        {kind === "adoptExigoMovement"
          ? "The movement came from Exigo, so nothing is owed there."
          : "Nothing was owed to Exigo for this entry: it was not connected then, or what it holds did not change."}
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
      {exigo.error && exigo.state !== "confirmed" ? (
        <Text as="p" tone="critical">
          {exigo.error}
        </Text>
      ) : null}
    </BlockStack>
  );
}
