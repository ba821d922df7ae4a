import { Autocomplete, Badge, BlockStack, Button, Form, InlineStack, Link, Text } from "@shopify/polaris";
import { useState } from "react";

/** A variant as the page shows it. */
export interface ItemView {
  readonly variantId: string;
  readonly productId: string | null;
  readonly productTitle: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly price: string | null;
  readonly state: "mapped" | "unmapped" | "ignored";
  readonly itemCode: string | null;
  readonly madeBy: "sku" | "person" | null;
  /** Steps into Exigo that wait for it. */
  readonly waiting: number;
}

/** An item of Exigo to choose. */
export interface ItemChoice {
  readonly itemCode: string;
  readonly description: string;
}

interface ItemRowProps {
  readonly item: ItemView;
  readonly currency: string;
  readonly error: string | null;
  readonly isBusy: boolean;
  readonly choices: readonly ItemChoice[];
  readonly onSearch: (text: string) => void;
  readonly onMap: (itemCode: string) => void;
  readonly onIgnore: () => void;
  readonly onForget: () => void;
}

const tones = { mapped: { tone: "success" }, unmapped: { tone: "attention" }, ignored: {} } as const;
const states = { mapped: "Mapped", unmapped: "Not mapped", ignored: "Not in Exigo" } as const;

/** One variant: what it is in the shop on the left, what it is in Exigo on the right; below each other on a phone. */
export function ItemRow(props: ItemRowProps) {
  const { item, currency } = props;
  const details = [
    item.sku === null ? "No SKU" : `SKU ${item.sku}`,
    ...(item.price === null ? [] : [`${item.price} ${currency}`]),
  ];
  return (
    <div
      style={{
        padding: "var(--p-space-300) var(--p-space-400)",
        borderTop: "var(--p-border-width-025) solid var(--p-color-border-secondary)",
      }}
    >
      <InlineStack gap="400" align="space-between" blockAlign="start">
        <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
          <BlockStack gap="100">
            <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
              {item.productId === null ? (
                item.productTitle
              ) : (
                <Link
                  monochrome
                  removeUnderline
                  url={`shopify://admin/products/${item.productId}`}
                  target="_blank"
                >
                  {item.productTitle}
                </Link>
              )}
              {item.variantTitle === null ? "" : ` · ${item.variantTitle}`}
            </Text>
            <Text as="p" tone="subdued" breakWord>
              {details.join(" · ")}
            </Text>
            <InlineStack gap="200" align="start">
              <Badge {...tones[item.state]}>{states[item.state]}</Badge>
              {item.waiting === 0 ? null : (
                <Badge tone="warning">
                  {item.waiting === 1 ? "1 order waits for it" : `${item.waiting} orders wait for it`}
                </Badge>
              )}
            </InlineStack>
          </BlockStack>
        </div>
        <div style={{ flex: "1 1 18rem" }}>
          {item.state === "unmapped" ? <Chooser {...props} /> : <Chosen {...props} />}
        </div>
      </InlineStack>
    </div>
  );
}

function Chosen({ item, isBusy, onForget }: ItemRowProps) {
  return (
    <InlineStack gap="200" align="space-between" blockAlign="center">
      <Text as="p" breakWord>
        {item.state === "ignored" ? "Its lines stay out of Exigo" : `Item ${item.itemCode}`}
        {item.madeBy === "sku" ? " by its SKU" : ""}
      </Text>
      <Button variant="tertiary" onClick={onForget} loading={isBusy}>
        Change
      </Button>
    </InlineStack>
  );
}

function Chooser({ item, error, isBusy, choices, onSearch, onMap, onIgnore }: ItemRowProps) {
  const [code, setCode] = useState(item.sku ?? "");
  // What was said of a code is not said of the one that is typed since.
  const [isEdited, setIsEdited] = useState(false);
  const search = (text: string) => {
    setCode(text);
    setIsEdited(true);
    onSearch(text);
  };
  const send = () => {
    setIsEdited(false);
    onMap(code);
  };
  return (
    <Form onSubmit={send}>
      <BlockStack gap="200">
        <Autocomplete
          options={choices.map(({ itemCode, description }) => ({
            value: itemCode,
            label: `${itemCode} · ${description}`,
          }))}
          selected={[]}
          onSelect={([chosen]) => {
            setCode(chosen ?? code);
            setIsEdited(true);
          }}
          textField={
            <Autocomplete.TextField
              id={`code-${item.variantId}`}
              label={`Item code in Exigo for ${item.productTitle}`}
              labelHidden
              placeholder="Item code in Exigo"
              value={code}
              onChange={search}
              autoComplete="off"
              maxLength={60}
              {...(error === null || isEdited ? {} : { error })}
              connectedRight={
                <Button submit loading={isBusy} disabled={code.trim() === ""}>
                  Map
                </Button>
              }
            />
          }
        />
        <div>
          <Button variant="plain" onClick={onIgnore} disabled={isBusy}>
            Not an item of Exigo
          </Button>
        </div>
      </BlockStack>
    </Form>
  );
}
