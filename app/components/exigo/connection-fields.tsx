import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import type { ReactNode } from "react";

import { textFields } from "./connection-values.ts";
import type { ConnectionFormProps } from "./connection-values.ts";

interface ConnectionFieldsProps extends ConnectionFormProps {
  readonly hasPassword: boolean;
  /** Shown below the fields that it tests. */
  readonly test: ReactNode;
}

/** Where Exigo is and how to enter. */
export function ConnectionFields({ hasPassword, test, ...form }: ConnectionFieldsProps) {
  const field = textFields(form);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Connection
        </Text>
        <FormLayout>
          <TextField
            {...field("baseUrl")}
            label="Address"
            inputMode="url"
            placeholder="https://yourcompany-api.exigo.com/3.0"
            helpText="The REST address that Exigo gave you for your company."
          />
          <TextField
            {...field("company")}
            label="Company key"
            helpText="As it stands in Exigo, such as yourcompany."
          />
          <FormLayout.Group>
            <TextField {...field("loginName")} label="API login" />
            <TextField
              {...field("password")}
              label="Password"
              type="password"
              autoComplete="new-password"
              placeholder={hasPassword ? "Stored; enter one to replace it" : ""}
              helpText="Stored sealed, and never shown again."
            />
          </FormLayout.Group>
          <TextField
            {...field("pointAccountId")}
            label="Point account"
            inputMode="numeric"
            helpText="The number of the point account in Exigo that holds the credits."
          />
        </FormLayout>
        {test}
      </BlockStack>
    </Card>
  );
}
