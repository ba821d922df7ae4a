import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";

import type { AccountPage } from "#core/reading";
import { Fact } from "../fact.tsx";
import { Moment } from "../moment.tsx";
import { Credits } from "../unit.tsx";

/** Exigo's balance beside ours. */
export function ExigoCard({ page }: { page: AccountPage }) {
  const { member, exigo } = page;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Exigo
          </Text>
          <Agreement page={page} />
        </InlineStack>
        {member.exigoCustomerId === null ? (
          <Text as="p" tone="subdued">
            This member has no customer in Exigo yet. The first movement that goes there finds or makes one.
          </Text>
        ) : (
          <Fact name="Customer in Exigo">{member.exigoCustomerId}</Fact>
        )}
        {exigo ? (
          <>
            <Fact name="Balance in Exigo">
              <Credits amountMinor={exigo.balanceMinor} />
            </Fact>
            <Fact name="Available and held here">
              <Credits amountMinor={member.availableMinor + member.heldMinor} />
            </Fact>
            {exigo.driftMinor === 0 ? null : (
              <Text as="p">
                Exigo has <Credits amountMinor={exigo.driftMinor} signed /> that no entry explains.
              </Text>
            )}
            <Text as="p" tone="subdued" variant="bodySm">
              Read <Moment at={exigo.observedAt} />
              {exigo.unconfirmed > 0 ? `; ${exigo.unconfirmed} of our movements not confirmed` : ""}
            </Text>
          </>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Agreement({ page: { exigo } }: { page: AccountPage }) {
  if (!exigo) return <Badge>Not read yet</Badge>;
  if (exigo.driftMinor !== 0) return <Badge tone="warning">Differs</Badge>;
  return exigo.unconfirmed > 0 ? <Badge tone="info">Catching up</Badge> : <Badge tone="success">Equal</Badge>;
}
