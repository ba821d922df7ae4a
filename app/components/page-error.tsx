import { Banner, BlockStack, Button, InlineStack, Page, Text } from "@shopify/polaris";

interface PageErrorProps {
  readonly status: number;
  readonly onRetry: () => void;
}

/** What a merchant sees instead of a page: what happened, what is safe, and what to do next. */
export function PageError({ status, onRetry }: PageErrorProps) {
  const isMissing = status === 404;
  return (
    <Page
      title={isMissing ? "Nothing here" : "This page did not load"}
      backAction={{ content: "Home", url: "/app" }}
    >
      <Banner
        tone={isMissing ? "info" : "critical"}
        title={
          isMissing ? "There is no such page or member in your program" : "Something went wrong on our side"
        }
      >
        <BlockStack gap="300">
          <Text as="p">
            {isMissing
              ? "The link may be old, or the member may belong to another program."
              : "Credits are safe: nothing is half done. What waits for Exigo or your store goes on by itself."}
          </Text>
          <InlineStack gap="200">
            {isMissing ? null : <Button onClick={onRetry}>Try again</Button>}
            <Button url="/app" variant="plain">
              Go to the home page
            </Button>
          </InlineStack>
        </BlockStack>
      </Banner>
    </Page>
  );
}
