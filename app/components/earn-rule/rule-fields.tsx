import { Banner, BlockStack, Card, Checkbox, FormLayout, Select, Text, TextField } from "@shopify/polaris";

import type { Rounding } from "#core/units";

import { useUnit } from "../unit.tsx";
import type { RuleErrors, RuleValues } from "./rule-values.ts";

interface RuleFieldsProps {
  readonly values: RuleValues;
  readonly errors: RuleErrors;
  readonly currency: string;
  readonly onChange: (values: RuleValues) => void;
}

const roundings: { label: string; value: Rounding }[] = [
  { label: "Down: 49.95 becomes 49", value: "floor" },
  { label: "To the nearest: 49.95 becomes 50", value: "half-up" },
  { label: "Up: 49.05 becomes 50", value: "ceil" },
];

/** The fields of the program's earn rule. */
export function RuleFields({ values, errors, currency, onChange }: RuleFieldsProps) {
  const { unitName } = useUnit();
  return (
    <Card>
      <BlockStack gap="400">
        {errors.form ? <Banner tone="critical">{errors.form}</Banner> : null}
        <Text as="h2" variant="headingMd">
          What a paid order earns
        </Text>
        <FormLayout>
          <Checkbox
            label="Orders earn credits"
            helpText="Orders placed while this is off earn nothing, also later."
            checked={values.enabled}
            onChange={(enabled) => onChange({ ...values, enabled })}
          />
          <TextField
            label={`${unitName[0]?.toUpperCase()}${unitName.slice(1)} per ${currency}`}
            helpText="Of what the customer pays for the items, after discounts, before tax and shipping."
            inputMode="decimal"
            autoComplete="off"
            value={values.rate}
            onChange={(rate) => onChange({ ...values, rate })}
            error={errors.rate ?? false}
          />
          <Select
            label="Rounding"
            options={roundings}
            value={values.rounding}
            onChange={(rounding) => onChange({ ...values, rounding: rounding as Rounding })}
          />
          <Checkbox
            label="Credits expire"
            checked={values.expires}
            onChange={(expires) => onChange({ ...values, expires })}
          />
          {values.expires ? (
            <TextField
              label="Days until they expire"
              helpText="Counted from the moment the order earns them."
              inputMode="numeric"
              autoComplete="off"
              suffix="days"
              value={values.expiresAfterDays}
              onChange={(expiresAfterDays) => onChange({ ...values, expiresAfterDays })}
              error={errors.expiresAfterDays ?? false}
            />
          ) : null}
          <TextField
            label="Reason for the change"
            helpText="Stands in the history, so that your team knows later."
            autoComplete="off"
            maxLength={500}
            value={values.reason}
            onChange={(reason) => onChange({ ...values, reason })}
            error={errors.reason ?? false}
          />
        </FormLayout>
      </BlockStack>
    </Card>
  );
}
