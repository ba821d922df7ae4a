import { Banner, BlockStack, List, Text } from "@shopify/polaris";

/** A scope that the store has not granted, and what does not work without it. */
export interface MissingScope {
  readonly scope: string;
  readonly effect: string;
}

interface ScopesBannerProps {
  readonly missing: readonly MissingScope[];
  /** Where Shopify asks the store's staff to grant them. */
  readonly grantUrl: string;
}

/** Says what does not work because the store has not granted it, and leads to where it can. */
export function ScopesBanner({ missing, grantUrl }: ScopesBannerProps) {
  return (
    <Banner
      tone="warning"
      title="The app lacks permissions in this store"
      action={{ content: "Review permissions", url: grantUrl, target: "_top" }}
    >
      <BlockStack gap="200">
        <Text as="p">Until they are granted:</Text>
        <List>
          {missing.map(({ scope, effect }) => (
            <List.Item key={scope}>
              {effect}{" "}
              <Text as="span" tone="subdued">
                ({scope})
              </Text>
            </List.Item>
          ))}
        </List>
      </BlockStack>
    </Banner>
  );
}
