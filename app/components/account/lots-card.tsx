import { BlockStack, Card, Text } from "@shopify/polaris";

import type { LotRow } from "#core/reading";
import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { Credits } from "../unit.tsx";

/** Lots with something remaining, soonest expiry first. */
export function LotsCard({ lots }: { lots: readonly LotRow[] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Lots
        </Text>
        {lots.length === 0 ? (
          <Text as="p" tone="subdued">
            No lot has anything left.
          </Text>
        ) : (
          <SimpleTable
            caption="Lots with credits left"
            columns={[
              { heading: "Of entry" },
              { heading: "Left", numeric: true },
              { heading: "Expires", numeric: true },
            ]}
            rows={lots.map((lot) => ({
              key: lot.entrySeq,
              cells: [
                `${lot.entrySeq}`,
                <Remaining key="left" lot={lot} />,
                lot.expiresAt === null ? "Never" : <Moment key="expires" at={lot.expiresAt} to="day" />,
              ],
            }))}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function Remaining({ lot }: { lot: LotRow }) {
  return (
    <>
      <Credits bare amountMinor={lot.remainingMinor} />
      {lot.remainingMinor === lot.amountMinor ? null : (
        <>
          {" of "}
          <Credits bare amountMinor={lot.amountMinor} />
        </>
      )}
    </>
  );
}
