import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";

import { textFields } from "./connection-values.ts";
import type { ConnectionFormProps } from "./connection-values.ts";

/** Where the app finds out what became of a write whose answer was lost. */
export function HistoryFields(form: ConnectionFormProps) {
  const field = textFields(form);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            When an answer of Exigo is lost
          </Text>
          <Text as="p" tone="subdued">
            A write is never sent again before the app knows that it did not arrive. The history tells for
            sure; without it the balance before and after decides, and a person where it cannot.
          </Text>
        </BlockStack>
        <FormLayout>
          <TextField
            {...field("historyUrl")}
            label="History of points (OData)"
            inputMode="url"
            placeholder="https://api.exigo.com/4.0/yourcompany/model"
            helpText="Optional. Ask Exigo whether your company has OData."
          />
          <TextField
            {...field("historyLagSeconds")}
            label="The history may lag behind by"
            inputMode="numeric"
            suffix="seconds"
            helpText="What it does not show after this long did not happen."
            disabled={form.values.historyUrl === ""}
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
