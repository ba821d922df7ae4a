import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";

import type { RefusedOpeningRow } from "#core/reading";

import { CardHeading } from "./card-heading.tsx";
import { Moment } from "./moment.tsx";
import { Credits } from "./unit.tsx";
import { openingRefusalWords } from "./words/opening-words.tsx";
import { staffWords } from "./words/staff-words.tsx";

interface RefusedOpeningsProps {
  readonly rows: readonly RefusedOpeningRow[];
  /** The row whose button was pressed and is not answered yet; null: none. */
  readonly busyId: number | null;
  readonly isDownloading: boolean;
  readonly onTryAgain: (id: number) => void;
  readonly onDownload: () => void;
}

/** Imported balances that were refused: why, and the ways on. */
export function RefusedOpenings(props: RefusedOpeningsProps) {
  const { rows, busyId, isDownloading, onTryAgain, onDownload } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Refused"
          action={
            <Button onClick={onDownload} loading={isDownloading}>
              Download as CSV
            </Button>
          }
        >
          These balances were not opened. Try them again, or download them, correct the file and import it.
        </CardHeading>
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-300)" }}>
          {rows.map((row) => (
            <li key={row.id}>
              <RefusedOpening
                row={row}
                isBusy={busyId === row.id}
                isDisabled={busyId !== null}
                onTryAgain={() => onTryAgain(row.id)}
              />
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

interface RefusedOpeningProps {
  readonly row: RefusedOpeningRow;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onTryAgain: () => void;
}

function RefusedOpening({ row, isBusy, isDisabled, onTryAgain }: RefusedOpeningProps) {
  return (
    <InlineStack align="space-between" gap="200" blockAlign="start">
      <div style={{ flex: "1 1 16rem" }}>
        <BlockStack>
          <Text as="span" fontWeight="semibold" breakWord>
            {row.email}
          </Text>
          <Text as="span" variant="bodySm">
            {openingRefusalWords(row.reason)}
          </Text>
          <Text as="span" tone="subdued" variant="bodySm">
            {row.line === null ? "From" : `Line ${row.line} of`} {row.source}, refused{" "}
            <Moment at={row.refusedAt} to="day" />
            {row.decidedBy === null ? "" : `, tried again by ${staffWords(row.decidedBy)}`}
          </Text>
        </BlockStack>
      </div>
      <InlineStack gap="300" blockAlign="center">
        <Credits amountMinor={row.amountMinor} />
        <Button onClick={onTryAgain} loading={isBusy} disabled={isDisabled && !isBusy}>
          {row.reason === "already_opened" ? "Open all the same" : "Try again"}
        </Button>
      </InlineStack>
    </InlineStack>
  );
}
