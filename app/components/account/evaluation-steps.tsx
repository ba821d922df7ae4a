import { BlockStack, Text } from "@shopify/polaris";

import type { EvaluatedLine, Evaluation } from "#core/earning";
import { currencyScale } from "#core/units";

import { exactAmount, exactProduct, formatRate } from "../exact-product.ts";
import { formatMoney } from "../money.tsx";
import { RuleSteps } from "./rule-steps.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import { evaluationWords, pendingWords, roundingWords } from "../words/evaluation-words.tsx";

interface EvaluationStepsProps {
  readonly evaluation: Evaluation;
  /** The same order's evaluation before; null: there was none. */
  readonly before: Evaluation | null;
}

/** The way from an order's lines to its credits, step by step, with what changed since the step before. */
export function EvaluationSteps({ evaluation, before }: EvaluationStepsProps) {
  const unit = useUnit();
  const { baseMinor, currency, currencyScale: scale } = evaluation;
  const money = (minor: number) => (currency === null ? String(minor) : formatMoney(minor, currency, scale));
  return (
    <BlockStack gap="200">
      {evaluation.lines.length > 0 ? (
        <SimpleTable
          caption="What of the order counts"
          columns={[
            { heading: "Item" },
            { heading: "Counts", numeric: true },
            { heading: "After discounts", numeric: true },
          ]}
          rows={evaluation.lines.map((line) => ({
            key: line.lineId,
            cells: [line.title, <Quantity key="q" line={line} before={before} />, money(line.baseMinor)],
          }))}
          footer={["Together", "", money(baseMinor)]}
        />
      ) : null}
      <HowMuch evaluation={evaluation} money={money} />
      <MoneyNotes evaluation={evaluation} money={money} />
      {before ? (
        <Text as="p">
          Before, the order stood at {formatCredits(before.targetMinor, unit)}: the difference is{" "}
          <b>{formatCredits(evaluation.targetMinor - before.targetMinor, unit, true)}</b>.
          {evaluation.targetMinor < before.targetMinor
            ? " What is taken back is what was given then, whatever the rule says today."
            : ""}
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** From what counts to the credits, or why there are none. */
function HowMuch({ evaluation, money }: { evaluation: Evaluation; money: (minor: number) => string }) {
  const unit = useUnit();
  const { reason, baseMinor, currency, creditsPerUnitMicros, rounding, ruleVersion, targetMinor, trace } =
    evaluation;
  const isJudged = reason === "earned" || reason === "rounds_to_zero" || reason === "cap_reached";
  const isCapped = trace !== undefined && trace.targetMinor !== trace.roundedMinor;
  if (isJudged && creditsPerUnitMicros !== null && rounding !== null && currency !== null && !isCapped) {
    return (
      <Text as="p">
        {money(baseMinor)} × {formatRate(creditsPerUnitMicros)} per {currency} (rule version {ruleVersion}) ={" "}
        {trace
          ? exactAmount(trace.exact, trace.unitScale)
          : exactProduct(baseMinor, evaluation.currencyScale, creditsPerUnitMicros)}
        , {roundingWords[rounding]} to <b>{formatCredits(targetMinor, unit)}</b>
      </Text>
    );
  }
  return (
    <>
      {trace && isJudgedByRules(evaluation) ? <RuleSteps trace={trace} version={ruleVersion} /> : null}
      {targetMinor > 0 ? (
        <Text as="p">
          The order earns <b>{formatCredits(targetMinor, unit)}</b>.
        </Text>
      ) : (
        <Text as="p">
          {evaluationWords[reason]}, so it earns <b>{formatCredits(0, unit)}</b>.
        </Text>
      )}
    </>
  );
}

/** False: the order itself earns nothing, whatever its rules say. */
function isJudgedByRules({ reason, trace, targetMinor }: Evaluation): boolean {
  const ofRules: readonly Evaluation["reason"][] = [
    ...(["earned", "rounds_to_zero", "cap_reached", "no_rule_matched"] as const),
    ...(["everything_excluded", "nothing_counts"] as const),
  ];
  return trace !== undefined && (targetMinor > 0 || ofRules.includes(reason));
}

/** What the lines do not show: money without items, money that is still to move, and other currencies. */
function MoneyNotes({ evaluation, money }: { evaluation: Evaluation; money: (minor: number) => string }) {
  const unit = useUnit();
  const { missingMinor = 0, expectedMinor = null, pending = null, exchange = null } = evaluation;
  const notes = [
    missingMinor > 0
      ? `${money(missingMinor)} of the order went back without items or has not come in yet: everything counts less in proportion.`
      : null,
    expectedMinor === null
      ? null
      : `When the money that is still open has moved, the order earns ${formatCredits(expectedMinor, unit)}.`,
    pending === null ? null : `${pendingWords(pending)}.`,
    exchange && evaluation.currency !== null
      ? `The shopper saw ${exchange.currency}: ${formatMoney(exchange.presentmentMinor, exchange.currency, currencyScale(exchange.currency))} for ${money(exchange.shopMinor)}. That rate counts for the order's whole life.`
      : null,
  ].filter((note) => note !== null);
  return notes.map((note) => (
    <Text key={note} as="p" tone="subdued">
      {note}
    </Text>
  ));
}

function Quantity({ line, before }: { line: EvaluatedLine; before: Evaluation | null }) {
  const earlier = before?.lines.find((each) => each.lineId === line.lineId);
  const ofWhole = line.remainingQuantity === line.quantity ? "" : ` of ${line.quantity}`;
  if (!earlier || earlier.remainingQuantity === line.remainingQuantity) {
    return <>{`${line.remainingQuantity}${ofWhole}`}</>;
  }
  return (
    <Text
      as="span"
      fontWeight="semibold"
    >{`${line.remainingQuantity}${ofWhole}, was ${earlier.remainingQuantity}`}</Text>
  );
}
