import { BlockStack, Box, InlineGrid, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { EntryRow } from "#core/reading";
import { Fact } from "../fact.tsx";
import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { Credits } from "../unit.tsx";
import { bookWords, causeWords, reasonWords } from "../words/entry-words.tsx";
import { EvaluationSteps } from "./evaluation-steps.tsx";
import { ExigoStory } from "./exigo-state.tsx";

/** Why an entry is what it is: the order behind it, who caused it, its postings, and where Exigo stands. */
export function EntryWhy({ entry }: { entry: EntryRow }) {
  const reason = reasonWords(entry);
  return (
    <Box background="bg-surface-secondary" borderRadius="200" padding="400">
      <BlockStack gap="400">
        {entry.evaluation ? (
          <Part title="How the amount came about">
            <EvaluationSteps evaluation={entry.evaluation} before={entry.evaluationBefore} />
          </Part>
        ) : null}
        <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
          <Fact name="Caused by">{causeWords(entry)}</Fact>
          {reason ? <Fact name="Reason">{reason}</Fact> : null}
          {entry.note ? <Fact name="Note">{entry.note}</Fact> : null}
          <Fact name="Took effect">
            <Moment at={entry.effectiveAt} />
          </Fact>
          <Fact name="Booked">
            <Moment at={entry.bookedAt} />
          </Fact>
          {entry.reversedBySeq === null ? null : <Fact name="Undone by">Entry {entry.reversedBySeq}</Fact>}
        </InlineGrid>
        <Part title="Postings">
          <Postings entry={entry} />
        </Part>
        {entry.lotMovements.length > 0 ? (
          <Part title="Lots it touched">
            <LotMovements entry={entry} />
          </Part>
        ) : null}
        <Part title="In Exigo">
          <ExigoStory entry={entry} />
        </Part>
      </BlockStack>
    </Box>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <BlockStack gap="150">
      <Text as="h4" variant="headingSm">
        {title}
      </Text>
      {children}
    </BlockStack>
  );
}

function Postings({ entry }: { entry: EntryRow }) {
  const sum = entry.postings.reduce((total, posting) => total + posting.amountMinor, 0);
  return (
    <SimpleTable
      caption="The postings of the entry"
      columns={[{ heading: "Where" }, { heading: "Amount", numeric: true }]}
      rows={entry.postings.map((posting, index) => ({
        key: index,
        cells: [
          bookWords[posting.book],
          <Credits key="amount" bare signed amountMinor={posting.amountMinor} />,
        ],
      }))}
      footer={["Together", <Credits key="sum" bare amountMinor={sum} />]}
    />
  );
}

function LotMovements({ entry }: { entry: EntryRow }) {
  return (
    <SimpleTable
      caption="What the entry took from earlier lots or gave back"
      columns={[{ heading: "Lot" }, { heading: "Amount", numeric: true }]}
      rows={entry.lotMovements.map((movement) => ({
        key: movement.entrySeq,
        cells: [
          movement.entrySeq === entry.seq ? "Its own" : `Of entry ${movement.entrySeq}`,
          <Credits key="amount" bare signed amountMinor={movement.amountMinor} />,
        ],
      }))}
    />
  );
}
