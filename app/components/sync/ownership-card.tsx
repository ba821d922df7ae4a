import { BlockStack, Card, Text } from "@shopify/polaris";

import type { SyncRefusal } from "#core/reading";
import { OWNERSHIP } from "#core/sync";

import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { directionWords, domainWords, fieldWords, ownerWords } from "../words/sync-words.tsx";
import { SubjectLink } from "./subject-link.tsx";

/** Who owns what, in words, and the writes that were refused because of it. */
export function OwnershipCard({ refusals }: { refusals: readonly SyncRefusal[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Who owns what
          </Text>
          <Text as="p" tone="subdued">
            A write against this table is refused and listed here; it is never done silently.
          </Text>
        </BlockStack>
        <SimpleTable
          caption="Owners and directions"
          columns={[{ heading: "What" }, { heading: "Owner" }, { heading: "Goes" }]}
          rows={OWNERSHIP.map(({ domain, fields, owner, directions }) => ({
            key: `${domain}/${fields.join()}`,
            cells: [
              `${domainWords[domain]}: ${fields.map(wordOf).join(", ")}`,
              ownerWords[owner],
              directions.map((direction) => directionWords[direction]).join(", "),
            ],
          }))}
        />
        <Text as="h3" variant="headingSm">
          Refused writes
        </Text>
        {refusals.length === 0 ? (
          <Text as="p" tone="subdued">
            None so far.
          </Text>
        ) : (
          <SimpleTable
            caption="Refused writes"
            columns={[{ heading: "When" }, { heading: "What" }, { heading: "Of" }]}
            rows={refusals.map(({ at, domain, field, direction, document, subject }) => ({
              key: `${at}/${document}/${field}/${direction}`,
              cells: [
                <Moment key="at" at={at} />,
                `${domainWords[domain]}: ${wordOf(field)} ${directionWords[direction]}`,
                <span key="of" style={{ overflowWrap: "anywhere" }}>
                  <SubjectLink subject={subject} />
                </span>,
              ],
            }))}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function wordOf(field: string): string {
  return fieldWords[field] ?? field;
}
