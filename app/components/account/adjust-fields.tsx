import { Banner, BlockStack, FormLayout, Select, Text, TextField } from "@shopify/polaris";

import { parseDecimal } from "#core/units";

import { formatCredits, useUnit } from "../unit.tsx";
import { adjustReasons } from "../words/adjust-words.tsx";

/** What the form holds while it is filled in. */
export interface AdjustValues {
  readonly direction: "add" | "take";
  readonly amount: string;
  readonly reasonCode: keyof typeof adjustReasons;
  readonly note: string;
}

export const emptyAdjustment: AdjustValues = {
  direction: "add",
  amount: "",
  reasonCode: "goodwill",
  note: "",
};

interface AdjustFieldsProps {
  readonly values: AdjustValues;
  readonly errors: { readonly amount?: string; readonly note?: string; readonly form?: string };
  readonly availableMinor: number;
  readonly onChange: (values: AdjustValues) => void;
}

const reasonOptions = Object.entries(adjustReasons).map(([value, label]) => ({ value, label }));

/** The fields of a change by hand, with the balance it would lead to. */
export function AdjustFields({ values, errors, availableMinor, onChange }: AdjustFieldsProps) {
  const unit = useUnit();
  const amountMinor = parseDecimal(values.amount, unit.scale);
  const change = (amountMinor ?? 0) * (values.direction === "take" ? -1 : 1);
  return (
    <BlockStack gap="400">
      {errors.form ? <Banner tone="critical">{errors.form}</Banner> : null}
      <FormLayout>
        <FormLayout.Group condensed>
          <Select
            label="What to do"
            options={[
              { value: "add", label: "Add credits" },
              { value: "take", label: "Take credits" },
            ]}
            value={values.direction}
            onChange={(direction) =>
              onChange({ ...values, direction: direction === "take" ? "take" : "add" })
            }
          />
          <TextField
            label="Amount"
            type="text"
            inputMode={unit.scale === 0 ? "numeric" : "decimal"}
            autoComplete="off"
            autoFocus
            suffix={unit.unitName}
            value={values.amount}
            onChange={(amount) => onChange({ ...values, amount })}
            error={errors.amount ?? false}
          />
        </FormLayout.Group>
        <Select
          label="Reason"
          options={reasonOptions}
          value={values.reasonCode}
          onChange={(reason) => onChange({ ...values, reasonCode: reason as AdjustValues["reasonCode"] })}
        />
        <TextField
          label="Note"
          helpText="For your team only; the member does not see it."
          autoComplete="off"
          multiline={2}
          maxLength={1000}
          value={values.note}
          onChange={(note) => onChange({ ...values, note })}
          error={errors.note ?? false}
        />
      </FormLayout>
      <Text as="p" tone="subdued">
        Available now {formatCredits(availableMinor, unit)}
        {amountMinor === null || amountMinor <= 0
          ? "."
          : `, then ${formatCredits(availableMinor + change, unit)}.`}
      </Text>
    </BlockStack>
  );
}
