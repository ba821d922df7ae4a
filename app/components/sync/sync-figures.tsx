import { BlockStack, Card, ProgressBar, Text } from "@shopify/polaris";

import type { SyncFigures } from "#core/reading";

import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { stepWords } from "../words/sync-words.tsx";

/** What is owed and done by kind, and how far a backlog is. */
export function SyncFiguresCard({ figures }: { figures: readonly SyncFigures[] }) {
  const sum = (pick: (row: SyncFigures) => number) => figures.reduce((total, row) => total + pick(row), 0);
  const owed = sum((row) => row.owed);
  const done = sum((row) => row.doneLastHour);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id="sync-heading">
            What is owed
          </Text>
          <Text as="p" tone="subdued">
            {owed === 0
              ? "Nothing is on its way."
              : `${owed.toLocaleString("en")} on the way, ${done.toLocaleString("en")} done in the last hour.`}
          </Text>
        </BlockStack>
        {owed > 0 ? (
          <ProgressBar
            progress={Math.round((100 * done) / (done + owed))}
            size="small"
            ariaLabelledBy="sync-heading"
          />
        ) : null}
        <SimpleTable
          caption="Steps by kind"
          columns={[
            { heading: "Kind" },
            { heading: "On the way", numeric: true },
            { heading: "Waiting", numeric: true },
            { heading: "For you", numeric: true },
            { heading: "Done, last hour", numeric: true },
          ]}
          rows={figures.map((row) => ({
            key: row.kind,
            cells: [
              <BlockStack key="kind">
                <span>{stepWords[row.kind] ?? row.kind}</span>
                {row.oldestAt ? (
                  <Text as="span" tone="subdued" variant="bodySm">
                    oldest <Moment at={row.oldestAt} />
                  </Text>
                ) : null}
              </BlockStack>,
              row.owed.toLocaleString("en"),
              (row.waiting + row.heldUp).toLocaleString("en"),
              row.forPerson.toLocaleString("en"),
              row.doneLastHour.toLocaleString("en"),
            ],
          }))}
        />
      </BlockStack>
    </Card>
  );
}
