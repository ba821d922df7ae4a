import { BlockStack, Button, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import { shareRead } from "#core/rereading";
import type { RereadProgress } from "#core/rereading";

import { Moment } from "../moment.tsx";
import { staffWords } from "../words/staff-words.tsx";

/** A run as the page knows it; see the port `Rereads`. */
export interface RereadView extends RereadProgress {
  readonly found: number;
  readonly refused: number;
  readonly id: number;
  readonly lastError: string | null;
  /** Who stopped it; null: nobody did. */
  readonly stoppedBy: string | null;
  readonly finishedAt: string | null;
}

const whole = new Intl.NumberFormat("en");

/** `1 order`, `1,200 orders`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

interface RereadProgressBarProps {
  readonly run: RereadView;
  readonly noun: string;
  readonly news: string;
  readonly onStop: () => void;
}

/** How far a run has come, or how it ended. `noun` is what it reads, `news` what a find is called. */
export function RereadProgressBar({ run, noun, news, onStop }: RereadProgressBarProps) {
  const noteId = useId();
  const share = shareRead(run);
  if (run.state === "failed") {
    return (
      <Text as="p" tone="critical">
        It could not be finished: {run.lastError ?? "no reason was given"}. {counted(run.read, noun)} had been
        read; nothing of that is lost.
      </Text>
    );
  }
  if (run.state === "stopped") {
    return (
      <Text as="p">
        {staffWords(run.stoppedBy ?? "")} stopped it
        {run.finishedAt === null ? null : (
          <>
            {" "}
            <Moment at={run.finishedAt} />
          </>
        )}
        . {counted(run.read, noun)} had been read; what they told is kept.
      </Text>
    );
  }
  if (run.state === "finished") {
    return (
      <Text as="p">
        Read {counted(run.read, noun)}, {whole.format(run.found)} {news}
        {run.refused > 0 ? `, ${whole.format(run.refused)} could not be taken in` : ""}.
        {run.finishedAt === null ? null : (
          <>
            {" "}
            Finished <Moment at={run.finishedAt} />.
          </>
        )}
      </Text>
    );
  }
  return (
    <BlockStack gap="200">
      <ProgressBar size="small" progress={Math.floor((share ?? 0) * 100)} ariaLabelledBy={noteId} />
      <div id={noteId} aria-live="polite">
        <InlineStack gap="200" align="space-between">
          <Text as="p" tone="subdued">
            {share === null ? "Shopify is gathering the list…" : progressWords(run, noun, news)}
          </Text>
          {share === null ? null : (
            <Text as="p" tone="subdued" numeric>
              {Math.floor(share * 100)} %
            </Text>
          )}
        </InlineStack>
      </div>
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <div style={{ flex: "1 1 16rem" }}>
          <Text as="p" tone="subdued" variant="bodySm">
            It goes on by itself, also when you leave this page.
            {run.lastError === null ? "" : ` The last try failed (${run.lastError}); the next follows.`}
          </Text>
        </div>
        <Button onClick={onStop}>Stop</Button>
      </InlineStack>
    </BlockStack>
  );
}

function progressWords({ read, total, found }: RereadView, noun: string, news: string): string {
  const of = total === null ? counted(read, noun) : `${whole.format(read)} of ${counted(total, noun)}`;
  return `${of} read, ${whole.format(found)} ${news}`;
}

/** True while a run may still move. */
export function isUnderWay(run: Pick<RereadView, "state"> | null): boolean {
  return run !== null && (run.state === "waiting" || run.state === "reading");
}
