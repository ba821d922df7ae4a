import { BlockStack, Text } from "@shopify/polaris";

import type { EvaluatedLine, Evaluation } from "#core/earning";

import { exactProduct, formatRate } from "../exact-product.ts";
import { formatMoney } from "../money.tsx";
import { SimpleTable } from "../simple-table.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import { evaluationWords, roundingWords } from "../words/evaluation-words.tsx";

interface EvaluationStepsProps {
  readonly evaluation: Evaluation;
  /** The same order's evaluation before; null: there was none. */
  readonly before: Evaluation | null;
}

/** The way from an order's lines to its credits, step by step, with what changed since the step before. */
export function EvaluationSteps({ evaluation, before }: EvaluationStepsProps) {
  const unit = useUnit();
  const { baseMinor, currency, currencyScale, creditsPerUnitMicros, rounding, ruleVersion } = evaluation;
  const money = (minor: number) =>
    currency === null ? String(minor) : formatMoney(minor, currency, currencyScale);
  const counts = evaluation.reason === "earned" || evaluation.reason === "rounds_to_zero";
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
      {counts && creditsPerUnitMicros !== null && rounding !== null && currency !== null ? (
        <Text as="p">
          {money(baseMinor)} × {formatRate(creditsPerUnitMicros)} per {currency} (rule version {ruleVersion})
          = {exactProduct(baseMinor, currencyScale, creditsPerUnitMicros)}, {roundingWords[rounding]} to{" "}
          <b>{formatCredits(evaluation.targetMinor, unit)}</b>
        </Text>
      ) : (
        <Text as="p">
          {evaluationWords[evaluation.reason]}, so it earns <b>{formatCredits(0, unit)}</b>.
        </Text>
      )}
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
