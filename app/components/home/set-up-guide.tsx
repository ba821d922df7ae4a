import { Badge, BlockStack, Box, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";

/** One step of the set-up; `isDone` null: it cannot be told from here. */
export interface SetUpStep {
  readonly title: string;
  readonly text: string;
  readonly isDone: boolean | null;
  /** Where the step is done. */
  readonly action: { readonly label: string; readonly url: string; readonly isExternal?: boolean } | null;
}

/** What is left to do until credits flow; shows what is done as well, so that nobody wonders. */
export function SetUpGuide({ steps }: { steps: readonly SetUpStep[] }) {
  const done = steps.filter((step) => step.isDone).length;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Set-up guide
          </Text>
          <InlineStack gap="300" blockAlign="center" wrap={false}>
            <div style={{ whiteSpace: "nowrap" }}>
              <Text as="span" tone="subdued">
                {done} of {steps.length} done
              </Text>
            </div>
            <ProgressBar progress={(done / steps.length) * 100} size="small" tone="success" />
          </InlineStack>
        </BlockStack>
        <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {steps.map((step) => (
            <Step key={step.title} step={step} />
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function Step({ step: { title, text, isDone, action } }: { step: SetUpStep }) {
  return (
    <Box as="li" paddingBlock="300" borderBlockStartWidth="025" borderColor="border-secondary">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <div style={{ flex: "1 1 16rem" }}>
          <BlockStack gap="050">
            <InlineStack gap="200" align="start" blockAlign="center">
              <Text as="h3" variant="bodyMd" fontWeight="semibold">
                {title}
              </Text>
              <StepBadge isDone={isDone} />
            </InlineStack>
            <Text as="p" tone="subdued">
              {text}
            </Text>
          </BlockStack>
        </div>
        {action && isDone !== true ? (
          <Button url={action.url} {...(action.isExternal ? { target: "_blank" } : {})}>
            {action.label}
          </Button>
        ) : null}
      </InlineStack>
    </Box>
  );
}

function StepBadge({ isDone }: { isDone: boolean | null }) {
  if (isDone === true) {
    return (
      <Badge tone="success" progress="complete">
        Done
      </Badge>
    );
  }
  return isDone === null ? <Badge>Check in your theme</Badge> : <Badge progress="incomplete">To do</Badge>;
}
