import { Banner, BlockStack, Text } from "@shopify/polaris";

import { isSignedTopic } from "#core/rereading";
import type { ArrivalFindingKind } from "#core/rereading";

import { Moment } from "../moment.tsx";
import { happeningWords, wordsOfFinding } from "../words/arrival-words.tsx";

/** What is wrong with a shop's webhooks; see the port `Arrivals`. */
export interface FindingView {
  readonly kind: ArrivalFindingKind;
  readonly foundAt: string;
  readonly missedSince: string | null;
  readonly shownBy: string | null;
}

/** A notice for each finding, with its cause and what the app does. */
export function ArrivalsBanners({ findings }: { findings: readonly FindingView[] }) {
  return findings.map((finding) => {
    const { title, cause, help } = wordsOfFinding(finding.kind);
    return (
      <Banner key={finding.kind} tone="warning" title={title}>
        <BlockStack gap="100">
          <Text as="p">
            {cause} Noticed <Moment at={finding.foundAt} />
            <Shown {...finding} />.
          </Text>
          <Text as="p">{help}</Text>
        </BlockStack>
      </Banner>
    );
  });
}

/** What it was noticed by. */
function Shown({ kind, missedSince, shownBy }: FindingView) {
  if (missedSince === null) return null;
  if (!isSignedTopic(kind)) {
    return (
      <>
        , by a change of <Moment at={missedSince} />
      </>
    );
  }
  const [thing, happened] = happeningWords[kind];
  return (
    <>
      : {thing} {shownBy} {happened} <Moment at={missedSince} />, and nothing of {kind} was heard since
    </>
  );
}
