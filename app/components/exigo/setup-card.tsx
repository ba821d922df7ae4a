import {
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineError,
  InlineGrid,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";

import type { RowColumn, SetupField, SetupGroup } from "./setup-field.ts";
import { wordsFor } from "./setup-values.ts";
import type { SetupErrors, SetupRow, SetupValues } from "./setup-values.ts";

interface SetupFormProps {
  readonly values: SetupValues;
  readonly errors: SetupErrors;
  /** What each setting is before anybody chose anything. */
  readonly defaults: SetupValues;
  readonly onChange: (values: SetupValues) => void;
}

/** One group of settings, each with its default and what is wrong with it. */
export function SetupCard({ group, ...form }: SetupFormProps & { readonly group: SetupGroup }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {group.title}
          </Text>
          <Text as="p" tone="subdued">
            {group.intro}
          </Text>
        </BlockStack>
        <FormLayout>
          {group.fields.map((field) => (
            <SetupInput key={field.path} field={field} {...form} />
          ))}
        </FormLayout>
      </BlockStack>
    </Card>
  );
}

function SetupInput({ field, ...form }: SetupFormProps & { readonly field: SetupField }) {
  const { values, errors, defaults, onChange } = form;
  if (field.kind === "rows") return <SetupRows field={field} {...form} />;
  const current = values[field.path];
  const value = typeof current === "string" ? current : "";
  const change = (next: string): void => onChange({ ...values, [field.path]: next });
  const helpText = `${field.help} Default: ${wordsFor(field, defaults[field.path])}.`.trim();
  const shared = { name: field.path, label: field.label, helpText, error: messageFor(errors, field.path) };
  if (field.kind === "check") {
    return <Checkbox {...shared} checked={value === "true"} onChange={(on) => change(String(on))} />;
  }
  if (field.kind === "choice") {
    return <Select {...shared} options={[...field.options]} value={value} onChange={change} />;
  }
  const isText = field.kind === "lines" ? { multiline: 4 } : {};
  const suffix = field.kind === "number" && field.suffix ? { suffix: field.suffix } : {};
  return (
    <TextField
      {...shared}
      {...isText}
      {...suffix}
      value={value}
      onChange={change}
      inputMode={field.kind === "number" ? "numeric" : "text"}
      autoComplete="off"
    />
  );
}

/** A message about the field, or about the first of its values that has one. */
function messageFor(errors: SetupErrors, path: string): string | false {
  const found = Object.keys(errors).find((key) => key === path || key.startsWith(`${path}.`));
  return found === undefined ? false : (errors[found] ?? false);
}

function SetupRows({
  field,
  values,
  errors,
  onChange,
}: SetupFormProps & { readonly field: Extract<SetupField, { kind: "rows" }> }) {
  const current = values[field.path];
  const rows = typeof current === "object" ? current : [];
  const put = (next: readonly SetupRow[]): void => onChange({ ...values, [field.path]: next });
  const own = errors[field.path];
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {field.label}
        </Text>
        <Text as="p" tone="subdued">
          {field.help}
        </Text>
      </BlockStack>
      {rows.map((row, index) => (
        // A row has nothing of its own that names it while it is edited.
        <Box key={index} padding="300" borderWidth="025" borderRadius="200" borderColor="border">
          <BlockStack gap="300">
            <InlineGrid columns={{ xs: 2, md: field.columns.length }} gap="300" alignItems="start">
              {field.columns.map((column) => (
                <RowInput
                  key={column.name}
                  column={column}
                  name={`${field.path}.${index}.${column.name}`}
                  value={row[column.name] ?? ""}
                  errors={errors}
                  onChange={(next) => put(rows.with(index, { ...row, [column.name]: next }))}
                />
              ))}
            </InlineGrid>
            <Box>
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove row ${index + 1} of ${field.label}`}
                onClick={() => put(rows.toSpliced(index, 1))}
              >
                Remove
              </Button>
            </Box>
          </BlockStack>
        </Box>
      ))}
      {own ? <InlineError message={own} fieldID={field.path} /> : null}
      <Box>
        <Button onClick={() => put([...rows, emptyRow(field.columns)])}>{field.add}</Button>
      </Box>
    </BlockStack>
  );
}

function emptyRow(columns: readonly RowColumn[]): SetupRow {
  return Object.fromEntries(columns.map(({ name, options }) => [name, options?.[0]?.value ?? ""]));
}

function RowInput({
  column,
  name,
  value,
  errors,
  onChange,
}: {
  readonly column: RowColumn;
  readonly name: string;
  readonly value: string;
  readonly errors: SetupErrors;
  readonly onChange: (value: string) => void;
}) {
  const shared = { name, label: column.label, value, onChange, error: errors[name] ?? false };
  if (column.kind === "choice") return <Select {...shared} options={[...(column.options ?? [])]} />;
  return (
    <TextField {...shared} inputMode={column.kind === "number" ? "numeric" : "text"} autoComplete="off" />
  );
}
