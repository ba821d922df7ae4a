import { BlockStack, Text } from "@shopify/polaris";

import type { RuleTrace, TracedCap, TracedRule } from "#core/rules";

import { exactAmount, formatRate } from "../exact-product.ts";
import { formatCredits, useUnit } from "../unit.tsx";
import { capWords, roundingWords } from "../words/evaluation-words.tsx";

/** Every rule that was tried and what it said, then rounding and limits, down to the credits. */
export function RuleSteps({ trace, version }: { trace: RuleTrace; version: number | null }) {
  const unit = useUnit();
  return (
    <BlockStack gap="100">
      <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
        {trace.rules.map((rule) => (
          <li key={rule.ruleId}>
            <RuleStep rule={rule} trace={trace} />
          </li>
        ))}
      </ul>
      <Text as="p">
        By version {version} of the earn rules {exactAmount(trace.exact, trace.unitScale)},{" "}
        {roundingWords[trace.rounding]} to <b>{formatCredits(trace.roundedMinor, unit)}</b>
      </Text>
      {trace.perOrderLimitMinor !== null && trace.perOrderLimitMinor < trace.roundedMinor ? (
        <Text as="p">An order earns at most {formatCredits(trace.perOrderLimitMinor, unit)}.</Text>
      ) : null}
      {trace.caps.map((cap) => (
        <CapStep key={cap.ruleId ?? ""} cap={cap} />
      ))}
    </BlockStack>
  );
}

function RuleStep({ rule, trace }: { rule: TracedRule; trace: RuleTrace }) {
  const unit = useUnit();
  const said = (): string => {
    switch (rule.outcome) {
      case "off":
        return "it was off";
      case "outside_window":
        return "the order was not placed in its time";
      case "not_matched":
        return "its conditions do not hold";
      case "nothing_to_match":
        return "there is nothing left for it";
      case "matched": {
        const { effect } = rule;
        const gives = exactAmount(rule.credits, trace.unitScale);
        if ("creditsPerUnitMicros" in effect) {
          const base = exactAmount(effect.base, trace.currencyScale);
          return `${base} ${trace.currency} × ${formatRate(effect.creditsPerUnitMicros)} = ${gives}`;
        }
        if ("creditsPerItemMinor" in effect) {
          return `${formatCredits(effect.creditsPerItemMinor, unit)} for each item = ${gives}`;
        }
        if ("creditsPerOrderMinor" in effect) {
          return `${formatCredits(effect.creditsPerOrderMinor, unit)} for the order = ${gives}`;
        }
        return `times ${formatRate(effect.multiplyBps * 100)}, which adds ${gives}`;
      }
    }
  };
  return (
    <Text as="span" tone={rule.outcome === "matched" ? "base" : "subdued"}>
      {rule.name}: {said()}
    </Text>
  );
}

function CapStep({ cap }: { cap: TracedCap }) {
  const unit = useUnit();
  if (cap.grantedMinor === cap.wantedMinor) return null;
  return (
    <Text as="p">
      {capWords(cap.caps)} left {formatCredits(cap.grantedMinor, unit)} of{" "}
      {formatCredits(cap.wantedMinor, unit)}.
    </Text>
  );
}
