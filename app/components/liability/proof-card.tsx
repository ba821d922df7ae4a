import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Link,
  ProgressBar,
  Text,
} from "@shopify/polaris";

import { useId } from "react";

import type { ProofReport } from "#core/reading";

import { Moment } from "../moment.tsx";
import { countWords, findingPlace, findingUrl, findingWords } from "../words/proof-words.tsx";

interface ProofCardProps {
  readonly proof: ProofReport;
  /** Hour of the nightly proof in UTC, 0 to 23. */
  readonly hour: number;
  readonly isAsking: boolean;
  readonly onVerify: () => void;
}

/** Whether the ledger holds: how the last proof ended, how far the next one is, and a way to begin one. */
export function ProofCard({ proof, hour, isAsking, onVerify }: ProofCardProps) {
  const { last, next, checkpoint } = proof;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Proof of the ledger
            </Text>
            {last ? (
              <Badge tone={last.finding ? "critical" : "success"}>
                {last.finding ? "Does not hold" : "Everything holds"}
              </Badge>
            ) : (
              <Badge>Not proved yet</Badge>
            )}
          </InlineStack>
          <Button onClick={onVerify} loading={isAsking} disabled={next !== null && proof.trouble === null}>
            Verify now
          </Button>
        </InlineStack>
        {next ? <Progress next={next} trouble={proof.trouble} /> : null}
        {last?.finding ? <FindingBanner finding={last.finding} broken={last.broken} /> : null}
        {last ? (
          <Text as="p">
            Proved <Moment at={last.finishedAt} />: {countWords(last.accounts, "account", "accounts")},{" "}
            {countWords(last.entries, "entry", "entries")},{" "}
            {last.finding ? countWords(last.broken, "finding", "findings") : "0 findings"}.
          </Text>
        ) : next ? null : (
          <Text as="p">The first proof runs in the coming night. You can also begin it now.</Text>
        )}
        <Text as="p" tone="subdued" variant="bodySm">
          Every night at {String(hour).padStart(2, "0")}:00 UTC every balance, lot, hold and hash is worked
          out again from the postings.
          {checkpoint ? (
            <>
              {" "}
              Checkpoint {checkpoint.number} was taken <Moment at={checkpoint.takenAt} />.
            </>
          ) : null}
          {proof.trouble === "checkpoint_not_exported"
            ? " Its copy outside the database could not be written; the worker’s log says why."
            : null}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Progress({
  next,
  trouble,
}: {
  next: NonNullable<ProofReport["next"]>;
  trouble: ProofReport["trouble"];
}) {
  const id = useId();
  if (next.state === "waiting" && trouble === "proof_failed") {
    return (
      <Banner tone="warning" title="The last try did not come to an end">
        <Text as="p">
          It is begun again <Moment at={next.dueAt} />. Nothing of the ledger is changed by a proof.
        </Text>
      </Banner>
    );
  }
  const share = next.entriesInAll === 0 ? 0 : Math.min(100, (100 * next.entries) / next.entriesInAll);
  return (
    <BlockStack gap="150">
      <div role="status" id={id}>
        <Text as="p">{progressWords(next)}</Text>
      </div>
      <ProgressBar progress={share} size="small" tone="highlight" ariaLabelledBy={id} />
    </BlockStack>
  );
}

function progressWords({ state, entries, entriesInAll }: NonNullable<ProofReport["next"]>): string {
  if (state === "waiting") return "A worker begins within seconds";
  if (state === "left") return "It was interrupted and begins again by itself";
  const format = new Intl.NumberFormat("en");
  return entriesInAll === 0
    ? "Counting the entries"
    : `${format.format(entries)} of ${countWords(entriesInAll, "entry", "entries")} proved`;
}

type Finding = NonNullable<NonNullable<ProofReport["last"]>["finding"]>;

/** Names the first thing that does not hold, and leads to it. */
export function FindingBanner({ finding, broken }: { finding: Finding; broken: number }) {
  const url = findingUrl(finding);
  const place = findingPlace(finding);
  return (
    <Banner tone="critical" title="The ledger does not hold">
      <Text as="p">
        {url ? <Link url={url}>{place}</Link> : place}: {findingWords[finding.code]} ({finding.detail}).
        {broken > 1 ? ` ${countWords(broken, "finding", "findings")} in all; this is the first.` : ""} Nobody
        can have done this through the app: ask who may write to the database.
      </Text>
    </Banner>
  );
}
