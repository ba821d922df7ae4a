import { Banner, BlockStack, Button, ButtonGroup, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import type { Instant } from "#core/units";

import { Moment } from "../moment.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { authorWords } from "../words/staff-words.tsx";

/** A version that judges nothing until somebody decides about it. */
export interface WaitingVersion {
  readonly version: number;
  readonly author: string;
  readonly reason: string;
  readonly createdAt: Instant;
  /** False: who looks has written it. */
  readonly mayApprove: boolean;
  /** Values as JSON; null: it was not there, or is not there any more. */
  readonly changes: readonly {
    readonly path: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface VersionDecision {
  readonly version: number;
  readonly verdict: "approved" | "declined";
  readonly reason: string;
}

interface WaitingVersionsProps {
  readonly waiting: readonly WaitingVersion[];
  readonly error: string | null;
  readonly isBusy: boolean;
  readonly onDecide: (decision: VersionDecision) => void;
}

/** Versions that wait for a second person, each with what it changes and the two answers to it. */
export function WaitingVersions({ waiting, error, isBusy, onDecide }: WaitingVersionsProps) {
  return waiting.map((version) => (
    <WaitingCard key={version.version} version={version} error={error} isBusy={isBusy} onDecide={onDecide} />
  ));
}

type WaitingCardProps = Omit<WaitingVersionsProps, "waiting"> & { readonly version: WaitingVersion };

function WaitingCard({ version, error, isBusy, onDecide }: WaitingCardProps) {
  const [reason, setReason] = useState("");
  const decide = (verdict: VersionDecision["verdict"]) =>
    onDecide({ version: version.version, verdict, reason });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Version {version.version} waits for approval
        </Text>
        <Text as="p" tone="subdued">
          {authorWords(version.author)} saved it on <Moment at={version.createdAt} />
          {version.reason === "" ? "" : `: ${version.reason}`}. It gives more than one person may decide, so
          it judges no order yet.
        </Text>
        {error ? <Banner tone="critical">{error}</Banner> : null}
        <SimpleTable
          caption="What it changes of the version in force"
          columns={[{ heading: "Where" }, { heading: "Now" }, { heading: "Then" }]}
          rows={version.changes.map(({ path, before, after }) => ({
            key: path,
            cells: [path, before ?? "not there", after ?? "taken out"],
          }))}
        />
        <TextField
          label={`Reason for the decision about version ${version.version}`}
          helpText="Stays in the history."
          autoComplete="off"
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        {version.mayApprove ? null : (
          <Text as="p">
            You wrote this version, so somebody else has to approve it. You can take it back by declining it.
          </Text>
        )}
        <ButtonGroup>
          <Button
            variant="primary"
            disabled={!version.mayApprove || isBusy}
            onClick={() => decide("approved")}
          >
            Approve
          </Button>
          <Button disabled={isBusy} onClick={() => decide("declined")}>
            Decline
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
