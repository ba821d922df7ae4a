import {
  BlockStack,
  Button,
  Card,
  Checkbox,
  Form,
  FormLayout,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";

/** How Exigo's items are sold in this shop, as text in fields. */
export interface SalesValues {
  readonly currencyCode: string;
  readonly priceType: string;
  readonly priceWarehouseId: string;
  /** One pair a line: number of the warehouse, number of the location. */
  readonly locations: string;
  readonly prices: boolean;
  readonly stock: boolean;
  readonly fulfilment: boolean;
  readonly skuCase: "exact" | "ignored";
  readonly difference: "put_back" | "report";
  readonly createProducts: boolean;
  readonly stockMinutes: string;
}

interface SalesCardProps {
  readonly values: SalesValues;
  readonly locations: readonly { readonly locationId: string; readonly name: string }[];
  readonly errors: Readonly<Partial<Record<keyof SalesValues | "form", string>>>;
  readonly isBusy: boolean;
  readonly onSave: (values: SalesValues) => void;
}

/** The settings of this shop's catalogue. Everything is off until it is switched on here. */
export function SalesCard({ values, locations, errors, isBusy, onSave }: SalesCardProps) {
  const [draft, setDraft] = useState(values);
  return (
    <Card>
      <Form onSubmit={() => onSave(draft)}>
        <BlockStack gap="400">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              What Exigo says of this store
            </Text>
            <Text as="p" tone="subdued">
              Prices, stock and shipments belong to Exigo. What is off here stays as the store has it.
            </Text>
          </BlockStack>
          <SalesFields draft={draft} errors={errors} locations={locations} onChange={setDraft} />
          {errors.form === undefined ? null : (
            <Text as="p" tone="critical">
              {errors.form}
            </Text>
          )}
          <div>
            <Button submit variant="primary" loading={isBusy}>
              Save
            </Button>
          </div>
        </BlockStack>
      </Form>
    </Card>
  );
}

interface SalesFieldsProps extends Pick<SalesCardProps, "errors" | "locations"> {
  readonly draft: SalesValues;
  readonly onChange: (draft: SalesValues) => void;
}

function SalesFields({ draft, errors, locations, onChange }: SalesFieldsProps) {
  const text = (name: "currencyCode" | "priceType" | "priceWarehouseId" | "locations" | "stockMinutes") => ({
    id: name,
    value: draft[name],
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
    autoComplete: "off",
    ...(errors[name] === undefined ? {} : { error: errors[name] }),
  });
  const check = (name: "prices" | "stock" | "fulfilment" | "createProducts") => ({
    checked: draft[name],
    onChange: (checked: boolean) => onChange({ ...draft, [name]: checked }),
  });
  const known = locations.map(({ locationId, name }) => `${name}: ${locationId}`).join("; ");
  return (
    <FormLayout>
      <Checkbox label="Bring prices into the store" {...check("prices")} />
      <Checkbox label="Bring stock into the store" {...check("stock")} />
      <Checkbox
        label="Tell the store what was shipped"
        helpText="Shopify then tells the shopper."
        {...check("fulfilment")}
      />
      <FormLayout.Group condensed>
        <TextField label="Currency code in Exigo" placeholder="usd" {...text("currencyCode")} />
        <TextField label="Price type" inputMode="numeric" {...text("priceType")} />
        <TextField label="Warehouse for prices" inputMode="numeric" {...text("priceWarehouseId")} />
      </FormLayout.Group>
      <TextField
        label="Warehouse and location"
        multiline={2}
        helpText={`One pair a line: the warehouse's number in Exigo, then the location's in Shopify. ${known}`}
        placeholder="1 70123456"
        {...text("locations")}
      />
      <TextField label="Minutes between looks at the stock" inputMode="numeric" {...text("stockMinutes")} />
      <SalesChoices draft={draft} onChange={onChange} />
      <Checkbox
        label="Make drafts of items that no product has"
        helpText="Only items of the list, report or feed that the connection names."
        {...check("createProducts")}
      />
    </FormLayout>
  );
}

function SalesChoices({ draft, onChange }: Pick<SalesFieldsProps, "draft" | "onChange">) {
  return (
    <BlockStack gap="400">
      <Select
        label="A price that was changed in Shopify"
        options={[
          { label: "is put back and reported", value: "put_back" },
          { label: "is only reported", value: "report" },
        ]}
        value={draft.difference}
        onChange={(value) => onChange({ ...draft, difference: value === "report" ? "report" : "put_back" })}
      />
      <Select
        label="A SKU names an item"
        options={[
          { label: "when every letter is equal", value: "exact" },
          { label: "also in capital or small letters", value: "ignored" },
        ]}
        value={draft.skuCase}
        onChange={(value) => onChange({ ...draft, skuCase: value === "ignored" ? "ignored" : "exact" })}
      />
    </BlockStack>
  );
}
