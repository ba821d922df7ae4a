import { Banner, BlockStack, Text } from "@shopify/polaris";

import type { ArrivalFindingKind } from "#core/rereading";

import { Moment } from "../moment.tsx";
import { arrivalHelp, arrivalWords } from "../words/arrival-words.tsx";

/** What is wrong with a shop's webhooks; see the port `Arrivals`. */
export interface FindingView {
  readonly kind: ArrivalFindingKind;
  readonly foundAt: string;
  readonly missedSince: string | null;
}

/** A notice for each finding, with its cause and what the app does. */
export function ArrivalsBanners({ findings }: { findings: readonly FindingView[] }) {
  return findings.map(({ kind, foundAt, missedSince }) => (
    <Banner key={kind} tone="warning" title={arrivalWords[kind].title}>
      <BlockStack gap="100">
        <Text as="p">
          {arrivalWords[kind].cause} Noticed <Moment at={foundAt} />
          {missedSince === null ? null : (
            <>
              , by a change of <Moment at={missedSince} />
            </>
          )}
          .
        </Text>
        <Text as="p">{arrivalHelp}</Text>
      </BlockStack>
    </Banner>
  ));
}
