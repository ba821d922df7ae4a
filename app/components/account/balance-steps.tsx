import { Banner, Text } from "@shopify/polaris";

import type { Balance } from "#core/reading";

import { Credits } from "../unit.tsx";

interface BalanceStepsProps {
  /** Stood before the entries on the page, and stands after them. */
  readonly opening: Balance;
  readonly closing: Balance;
  /** Zero in each bucket, or the entries do not lead from one to the other. */
  readonly unexplained: Balance;
}

/** The entries of a page added up: where they begin, what they change together, where they lead. */
export function BalanceSteps({ opening, closing, unexplained }: BalanceStepsProps) {
  const [before, after, open] = [together(opening), together(closing), Object.values(unexplained)];
  if (open.some((amount) => amount !== 0)) {
    return (
      <Banner tone="critical" title="These entries do not lead to the balance">
        <Text as="p">
          <Credits amountMinor={together(unexplained)} /> are not explained by any entry. The proof of the
          ledger says where it stops to hold.
        </Text>
      </Banner>
    );
  }
  return (
    <Text as="p" tone="subdued" variant="bodySm">
      Before the entries on this page <Credits amountMinor={before} />, together{" "}
      <Credits signed amountMinor={after - before} />, after them <Credits amountMinor={after} />: available,
      pending and held.
    </Text>
  );
}

function together({ availableMinor, pendingMinor, heldMinor }: Balance): number {
  return availableMinor + pendingMinor + heldMinor;
}
