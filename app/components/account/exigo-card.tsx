import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";

import type { AccountPage } from "#core/reading";
import { Fact } from "../fact.tsx";
import { Moment } from "../moment.tsx";
import { Credits } from "../unit.tsx";
import { ExigoBadge, SettleButton, waitsForPerson } from "./exigo-state.tsx";

interface ExigoCardProps {
  readonly page: AccountPage;
  readonly onSettle: (intentId: number) => void;
  readonly onReview: (found: NonNullable<AccountPage["openCase"]>) => void;
}

/** Exigo's balance beside ours, and what of it waits for a person. */
export function ExigoCard({ page, onSettle, onReview }: ExigoCardProps) {
  const { member, exigo, openCase } = page;
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
            {openCase ? (
              <InlineStack>
                <Button size="slim" onClick={() => onReview(openCase)}>
                  Decide
                </Button>
              </InlineStack>
            ) : null}
            <Text as="p" tone="subdued" variant="bodySm">
              Read <Moment at={exigo.observedAt} />
              {exigo.unconfirmed > 0 ? `; ${exigo.unconfirmed} of our movements not confirmed` : ""}
            </Text>
          </>
        ) : null}
        {page.handedOver.map((write) => (
          <HandedOver key={write.intentId} write={write} onSettle={onSettle} />
        ))}
      </BlockStack>
    </Card>
  );
}

interface HandedOverProps {
  readonly write: AccountPage["handedOver"][number];
  readonly onSettle: (intentId: number) => void;
}

/** What the member held when Exigo was connected. */
function HandedOver({ write, onSettle }: HandedOverProps) {
  return (
    <Fact name="Handed over when Exigo was connected">
      <InlineStack gap="200" blockAlign="center">
        <Credits amountMinor={write.amountMinor} signed />
        <ExigoBadge exigo={write} />
        {waitsForPerson(write) ? <SettleButton exigo={write} onSettle={onSettle} /> : null}
      </InlineStack>
    </Fact>
  );
}

function Agreement({ page: { exigo } }: { page: AccountPage }) {
  if (!exigo) return <Badge>Not read yet</Badge>;
  if (exigo.driftMinor !== 0) return <Badge tone="warning">Differs</Badge>;
  return exigo.unconfirmed > 0 ? <Badge tone="info">Catching up</Badge> : <Badge tone="success">Equal</Badge>;
}
