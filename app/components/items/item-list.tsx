import {
  BlockStack,
  Box,
  Button,
  Card,
  EmptyState,
  Form,
  InlineStack,
  Pagination,
  Tabs,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";

import { ItemRow } from "./item-row.tsx";
import type { ItemChoice, ItemView } from "./item-row.tsx";

const STATES = ["unmapped", "mapped", "ignored", "all"] as const;
type State = (typeof STATES)[number];

interface ItemListProps {
  readonly items: readonly ItemView[];
  readonly counts: Readonly<Record<"mapped" | "unmapped" | "ignored", number>>;
  readonly state: State;
  readonly search: string;
  readonly after: string | null;
  /** The last variant of this page; null: there is no further one. */
  readonly next: string | null;
  readonly currency: string;
  readonly busyVariant: string;
  readonly refusal: { readonly message: string; readonly variantId: string | null } | null;
  /** Items of Exigo that the text of the field in use may mean. */
  readonly choices: readonly ItemChoice[];
  readonly onSearch: (text: string) => void;
  readonly onShow: (wish: { state: string; search: string; after?: string }) => void;
  readonly onSubmit: (fields: Record<string, string>) => void;
}

const whole = new Intl.NumberFormat("en");

/** Variants with their items: what is not mapped comes first, because it keeps orders waiting. */
export function ItemList({
  items,
  counts,
  state,
  search,
  after,
  next,
  currency,
  busyVariant,
  refusal,
  onShow,
  onSubmit,
  choices,
  onSearch,
}: ItemListProps) {
  const [chosenFor, setChosenFor] = useState("");
  const all = counts.mapped + counts.unmapped + counts.ignored;
  const tabs = [
    { id: "unmapped", content: `Not mapped (${whole.format(counts.unmapped)})` },
    { id: "mapped", content: `Mapped (${whole.format(counts.mapped)})` },
    { id: "ignored", content: `Not in Exigo (${whole.format(counts.ignored)})` },
    { id: "all", content: `All (${whole.format(all)})` },
  ];
  return (
    <Card padding="0">
      <Tabs
        tabs={tabs}
        selected={STATES.indexOf(state)}
        onSelect={(index) => onShow({ state: STATES[index] ?? "unmapped", search })}
      />
      <Search key={search} search={search} onSearch={(text) => onShow({ state, search: text })} />
      {items.length === 0 ? <Nothing state={state} search={search} all={all} /> : null}
      {items.map((item) => (
        <ItemRow
          key={`${item.variantId} ${item.state}`}
          item={item}
          currency={currency}
          choices={chosenFor === item.variantId ? choices : []}
          error={refusal?.variantId === item.variantId ? refusal.message : null}
          isBusy={busyVariant === item.variantId}
          onSearch={(text) => {
            setChosenFor(item.variantId);
            onSearch(text);
          }}
          onMap={(itemCode) => onSubmit({ intent: "map", variantId: item.variantId, itemCode })}
          onIgnore={() => onSubmit({ intent: "ignore", variantId: item.variantId })}
          onForget={() => onSubmit({ intent: "forget", variantId: item.variantId })}
        />
      ))}
      {after === null && next === null ? null : (
        <Box padding="300" borderBlockStartWidth="025" borderColor="border-secondary">
          <InlineStack align="center">
            <Pagination
              hasPrevious={after !== null}
              onPrevious={() => onShow({ state, search })}
              previousTooltip="First page"
              hasNext={next !== null}
              onNext={() => onShow({ state, search, after: next ?? "" })}
            />
          </InlineStack>
        </Box>
      )}
    </Card>
  );
}

function Search({
  search,
  onSearch,
}: {
  readonly search: string;
  readonly onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(search);
  return (
    <Box padding="300">
      <Form onSubmit={() => onSearch(text.trim())}>
        <TextField
          label="Search variants"
          labelHidden
          placeholder="Product, variant, SKU or item code"
          value={text}
          onChange={setText}
          clearButton
          onClearButtonClick={() => onSearch("")}
          autoComplete="off"
          connectedRight={<Button submit>Search</Button>}
        />
      </Form>
    </Box>
  );
}

function Nothing({
  state,
  search,
  all,
}: {
  readonly state: State;
  readonly search: string;
  readonly all: number;
}) {
  if (search !== "") {
    return (
      <Box padding="800">
        <BlockStack gap="100" inlineAlign="center">
          <Text as="h2" variant="headingMd">
            No variant found
          </Text>
          <Text as="p" tone="subdued">
            The search looks at titles, SKUs and whole item codes.
          </Text>
        </BlockStack>
      </Box>
    );
  }
  if (all > 0 && state === "unmapped") {
    return (
      <EmptyState heading="Every variant has its item" image="">
        <Text as="p">New variants appear here when their SKU names no item of Exigo.</Text>
      </EmptyState>
    );
  }
  return (
    <EmptyState heading={all === 0 ? "Variants appear here by themselves" : "None of them"} image="">
      <Text as="p">
        {all === 0
          ? "They come with the products of the store, and find their items by SKU."
          : "Look at the other lists."}
      </Text>
    </EmptyState>
  );
}
