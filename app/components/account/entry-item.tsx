import { Badge, BlockStack, Box, Button, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";

import type { EntryRow } from "#core/reading";
import { Moment } from "../moment.tsx";
import { Credits } from "../unit.tsx";
import { entryTitle } from "../words/entry-words.tsx";
import { EntryWhy } from "./entry-why.tsx";
import { ExigoBadge } from "./exigo-state.tsx";

interface EntryItemProps {
  readonly entry: EntryRow;
  /** Called to undo the entry; left out where it cannot be undone. */
  readonly onUndo?: (entry: EntryRow) => void;
}

/** One entry of the timeline; opens to show why it is what it is. */
export function EntryItem({ entry, onUndo }: EntryItemProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const canUndo = onUndo !== undefined && entry.kind === "adjust" && entry.reversedBySeq === null;
  return (
    <Box as="li" paddingBlock="300" borderBlockEndWidth="025" borderColor="border-secondary">
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="050">
            <InlineStack gap="200" align="start" blockAlign="center">
              <Text as="h3" variant="bodyMd" fontWeight="semibold">
                {entryTitle(entry)}
              </Text>
              {entry.exigo ? <ExigoBadge exigo={entry.exigo} /> : null}
              {entry.reversedBySeq === null ? null : <Badge>Undone</Badge>}
            </InlineStack>
            <Text as="p" tone="subdued" variant="bodySm">
              <Moment at={entry.effectiveAt} /> · entry {entry.seq}
              {entry.note ? ` · ${entry.note}` : ""}
            </Text>
          </BlockStack>
          <div style={{ textAlign: "right", whiteSpace: "nowrap" }}>
            <Text as="p" variant="bodyMd">
              <Credits bare signed strong amountMinor={entry.amountMinor} />
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              Balance <Credits bare amountMinor={entry.balanceAfterMinor} />
            </Text>
          </div>
        </InlineStack>
        <InlineStack gap="300">
          <Button
            variant="plain"
            disclosure={isOpen ? "up" : "down"}
            ariaExpanded={isOpen}
            ariaControls={id}
            accessibilityLabel={`Why: ${entryTitle(entry)}`}
            onClick={() => setIsOpen((before) => !before)}
          >
            Why
          </Button>
          {canUndo ? (
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={`Undo entry ${entry.seq}`}
              onClick={() => onUndo(entry)}
            >
              Undo
            </Button>
          ) : null}
        </InlineStack>
        <Collapsible id={id} open={isOpen}>
          {isOpen ? <EntryWhy entry={entry} /> : null}
        </Collapsible>
      </BlockStack>
    </Box>
  );
}
