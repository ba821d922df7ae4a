import { BlockStack, Card, ProgressBar, Text } from "@shopify/polaris";

/** How far the accounts are handed over; see the port of the same name. */
interface HandOverCardProps {
  readonly progress: {
    readonly accounts: number;
    readonly handedOver: number;
    readonly needPerson: number;
  };
}

const whole = new Intl.NumberFormat("en-US");

/** What members held before Exigo was connected, on its way there. */
export function HandOverCard({ progress: { accounts, handedOver, needPerson } }: HandOverCardProps) {
  const sentence = `${whole.format(handedOver)} of ${whole.format(accounts)} accounts handed over`;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Balances on their way to Exigo
        </Text>
        <Text as="p">{sentence}</Text>
        <ProgressBar
          size="small"
          progress={accounts === 0 ? 100 : Math.floor((handedOver / accounts) * 100)}
          ariaLabelledBy="hand-over-note"
        />
        <Text as="p" tone="subdued" id="hand-over-note">
          What members hold already is written to Exigo once. It goes on by itself, also when you leave this
          page.
          {needPerson > 0
            ? ` ${whole.format(needPerson)} of them need a person: see “Needs attention” on the home page.`
            : ""}
        </Text>
      </BlockStack>
    </Card>
  );
}
