import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import type { AgreementReport } from "#core/reading";

import { Moment } from "../moment.tsx";
import { counted } from "../shopify/reread-progress.tsx";

interface ComparisonCardProps {
  readonly report: Pick<AgreementReport, "last" | "next">;
  /** Hour of the nightly comparison in UTC, 0 to 23. */
  readonly hour: number;
  readonly isAsking: boolean;
  readonly onCompare: () => void;
}

/** When all balances were compared last, how far the next comparison is, and a way to begin one. */
export function ComparisonCard({ report: { last, next }, hour, isAsking, onCompare }: ComparisonCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Comparison
          </Text>
          <Button onClick={onCompare} loading={isAsking} disabled={next !== null && next.trouble === null}>
            Compare now
          </Button>
        </InlineStack>
        {next ? <Progress next={next} /> : null}
        {last ? (
          <Text as="p">
            Last compared <Moment at={last.finishedAt} />
            {next ? "" : `: ${counted(last.accounts, "member")}`}.
            {last.strangers > 0 && !next
              ? ` ${counted(last.strangers, "customer")} with points in Exigo ${last.strangers === 1 ? "is" : "are"} no member here.`
              : ""}
          </Text>
        ) : null}
        <Text as="p" tone="subdued" variant="bodySm">
          Every night at {String(hour).padStart(2, "0")}:00 UTC all balances are compared with Exigo’s, and
          every hour those that changed.
        </Text>
      </BlockStack>
    </Card>
  );
}

function Progress({ next }: { next: NonNullable<AgreementReport["next"]> }) {
  const id = useId();
  if (next.state === "waiting" && next.trouble !== null) {
    return (
      <Banner tone="warning" title="The last try did not come to an end">
        <Text as="p">
          {next.trouble === "exigo_out_of_reach" ? "Exigo did not answer. " : ""}It goes on where it was{" "}
          <Moment at={next.dueAt} />.
        </Text>
      </Banner>
    );
  }
  const share = next.accountsInAll === 0 ? 0 : Math.min(100, (100 * next.accounts) / next.accountsInAll);
  return (
    <BlockStack gap="150">
      <div role="status" id={id}>
        <Text as="p">{progressWords(next)}</Text>
      </div>
      <ProgressBar progress={share} size="small" tone="highlight" ariaLabelledBy={id} />
    </BlockStack>
  );
}

const whole = new Intl.NumberFormat("en");

function progressWords({ state, accounts, accountsInAll }: NonNullable<AgreementReport["next"]>): string {
  if (state === "waiting" && accounts === 0) return "A worker begins within seconds";
  if (state === "left") return "It was interrupted and goes on by itself";
  return `${whole.format(accounts)} of ${counted(accountsInAll, "member")} compared`;
}
