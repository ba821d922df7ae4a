import { Badge, Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";

/** How a test of the connection ended. */
export type ConnectionTest =
  | { readonly ok: true; readonly message: string }
  | { readonly ok: false; readonly title: string; readonly message: string };

interface TestConnectionProps {
  readonly result: ConnectionTest | null;
  readonly isBusy: boolean;
  readonly onTest: () => void;
}

/** Tries what stands in the fields, saved or not, and says what came of it. */
export function TestConnection({ result, isBusy, onTest }: TestConnectionProps) {
  return (
    <BlockStack gap="300">
      <InlineStack gap="300" blockAlign="center">
        <Button onClick={onTest} loading={isBusy}>
          Test connection
        </Button>
        {result?.ok && !isBusy ? <Badge tone="success">Works</Badge> : null}
      </InlineStack>
      <div aria-live="polite">
        {result && !isBusy ? (
          result.ok ? (
            <Text as="p" tone="subdued">
              {result.message}
            </Text>
          ) : (
            <Banner tone="critical" title={result.title}>
              <Text as="p">{result.message}</Text>
            </Banner>
          )
        ) : null}
      </div>
    </BlockStack>
  );
}
