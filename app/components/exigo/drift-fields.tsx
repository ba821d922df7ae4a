import { BlockStack, Card, FormLayout, Select, Text, TextField } from "@shopify/polaris";

import type { DriftPolicy } from "#core/sync";

import { useUnit } from "../unit.tsx";
import { textFields } from "./connection-values.ts";
import type { ConnectionFormProps } from "./connection-values.ts";

const policies: { value: DriftPolicy; label: string }[] = [
  { value: "adopt", label: "Take it over: it becomes an entry here" },
  { value: "push", label: "Write it back: Exigo gets what the ledger says" },
  { value: "review", label: "Open a case for a person" },
];

/** What to do about movements that Exigo makes by itself. */
export function DriftFields(form: ConnectionFormProps) {
  const { values, onChange } = form;
  const { unitName } = useUnit();
  const field = textFields(form);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            When Exigo moves credits by itself
          </Text>
          <Text as="p" tone="subdued">
            Exigo can change a balance without us. The app reads balances again and again, and no difference
            is ever passed over.
          </Text>
        </BlockStack>
        <FormLayout>
          <Select
            label="A difference that stays"
            options={policies}
            value={values.driftPolicy}
            onChange={(chosen) => {
              const policy = policies.find(({ value }) => value === chosen)?.value;
              if (policy) onChange({ ...values, driftPolicy: policy });
            }}
          />
          <FormLayout.Group>
            <TextField
              {...field("driftLimit")}
              label="Always open a case above"
              inputMode="decimal"
              suffix={unitName}
              disabled={values.driftPolicy === "review"}
            />
            <TextField
              {...field("pollSeconds")}
              label="Read each balance every"
              inputMode="numeric"
              suffix="seconds"
            />
          </FormLayout.Group>
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
