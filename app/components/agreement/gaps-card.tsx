import { BlockStack, Card, Link, Text } from "@shopify/polaris";

import type { AgreementReport } from "#core/reading";

import { Moment } from "../moment.tsx";
import { counted } from "../shopify/reread-progress.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { Credits } from "../unit.tsx";
import { driftKindWords, gapCauseWords } from "../words/agreement-words.tsx";

/** Every gap by what it comes from, and the largest ones with their members. */
export function GapsCard({ report: { causes, gaps, measured } }: { report: AgreementReport }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What differs
        </Text>
        {causes.length === 0 ? (
          <Text as="p">Nothing. Every balance that was compared is the same on both sides.</Text>
        ) : (
          <>
            <SimpleTable
              caption="Differences by their cause"
              columns={[
                { heading: "Cause" },
                { heading: "Members", numeric: true },
                { heading: "Differs", numeric: true },
              ]}
              rows={causes.map(({ cause, gaps: count, gapMinor }) => ({
                key: cause,
                cells: [gapCauseWords[cause], count, <Credits key="amount" amountMinor={gapMinor} bare />],
              }))}
            />
            <SimpleTable
              caption="The largest differences"
              columns={[
                { heading: "Member" },
                { heading: "Here", numeric: true },
                { heading: "Exigo", numeric: true },
              ]}
              rows={gaps.map(({ memberId, ledgerMinor, exigoMinor, cause, since }) => ({
                key: memberId,
                cells: [
                  <BlockStack key="member">
                    <Link url={`/app/members/${memberId}`}>Member {memberId}</Link>
                    <Text as="span" tone="subdued" variant="bodySm">
                      {gapCauseWords[cause]}, since <Moment at={since} />
                    </Text>
                  </BlockStack>,
                  <Credits key="here" amountMinor={ledgerMinor} bare />,
                  exigoMinor === null ? "–" : <Credits key="exigo" amountMinor={exigoMinor} bare />,
                ],
              }))}
            />
            {measured.gaps > gaps.length ? (
              <Text as="p" tone="subdued" variant="bodySm">
                The largest {gaps.length} of {counted(measured.gaps, "difference")}.
              </Text>
            ) : null}
          </>
        )}
      </BlockStack>
    </Card>
  );
}

/** Cases that wait for a person, by kind, each with a way to decide. */
export function CasesCard({
  cases,
  onReview,
}: {
  cases: AgreementReport["cases"];
  onReview: (found: { caseId: number; driftMinor: number }) => void;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Cases for a person
        </Text>
        {cases.length === 0 ? (
          <Text as="p">None. What Exigo moved by itself was put right by your settings.</Text>
        ) : null}
        {cases.map(({ kind, count, newest }) => (
          <BlockStack gap="100" key={kind}>
            <Text as="h3" variant="headingSm">
              {driftKindWords[kind]} ({count})
            </Text>
            <ul
              style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-100)" }}
            >
              {newest.map(({ caseId, memberId, amountMinor }) => (
                <li key={caseId}>
                  <Link url={`/app/members/${memberId}`}>Member {memberId}</Link>{" "}
                  <Credits amountMinor={amountMinor} signed />{" "}
                  <Link onClick={() => onReview({ caseId, driftMinor: amountMinor })}>
                    Decide case {caseId}
                  </Link>
                </li>
              ))}
            </ul>
            {count > newest.length ? (
              <Text as="p" tone="subdued" variant="bodySm">
                The newest {newest.length} of {count}.
              </Text>
            ) : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
