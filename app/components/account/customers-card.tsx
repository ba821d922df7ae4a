import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { CustomerRow, MemberPeople } from "#core/reading";

import { Fact } from "../fact.tsx";
import { Moment } from "../moment.tsx";
import { customerStateWords } from "../words/people-words.tsx";

/** Who the member is: customers of shops, their tags, and what Exigo says of them. */
export function CustomersCard({ people }: { people: MemberPeople }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Customers
        </Text>
        {people.customers.length === 0 ? (
          <Text as="p" tone="subdued">
            No customer of a store is this member any more.
          </Text>
        ) : (
          <ul
            style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-300)" }}
          >
            {people.customers.map((customer) => (
              <CustomerItem key={`${customer.shopDomain}/${customer.customerId}`} customer={customer} />
            ))}
          </ul>
        )}
        {people.tags.length > 0 ? (
          <Fact name="Tags">
            <InlineStack gap="100" wrap>
              {people.tags.map((tag) => (
                <Link key={tag} removeUnderline url={`/app/members?tag=${encodeURIComponent(tag)}`}>
                  <Badge>{tag}</Badge>
                </Link>
              ))}
            </InlineStack>
          </Fact>
        ) : null}
        {people.exigoFactsAt === null ? null : (
          <InlineStack gap="600">
            <Fact name="Exigo type">{people.exigoCustomerType ?? "Not told"}</Fact>
            <Fact name="Exigo rank">{people.exigoRank ?? "None"}</Fact>
            <Fact name="As of">
              <Moment at={people.exigoFactsAt} to="day" />
            </Fact>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

function CustomerItem({ customer }: { customer: CustomerRow }) {
  const state = customerStateWords[customer.state];
  const label = customer.name ?? customer.email ?? `Customer ${customer.customerId}`;
  return (
    <li>
      <InlineStack align="space-between" gap="200" blockAlign="start">
        <BlockStack gap="050">
          {customer.state === "linked" ? (
            <Link
              url={`https://${customer.shopDomain}/admin/customers/${customer.customerId}`}
              target="_top"
              accessibilityLabel={`${label} in Shopify`}
            >
              {label}
            </Link>
          ) : (
            <Text as="span">{label}</Text>
          )}
          <Text as="span" tone="subdued" variant="bodySm" breakWord>
            {customer.shopDomain} · {customer.customerId}
          </Text>
        </BlockStack>
        {state === null ? null : <Badge>{state}</Badge>}
      </InlineStack>
    </li>
  );
}
