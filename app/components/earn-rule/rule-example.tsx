import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { compileRules, evaluateRules, liftSimpleRule, utcCalendar } from "#core/rules";
import type { RuleOutcome, SimpleEarnRule } from "#core/rules";
import { currencyScale, parseDecimal } from "#core/units";

import { exactProduct, formatRate } from "../exact-product.ts";
import { formatMoney } from "../money.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import { roundingWords } from "../words/evaluation-words.tsx";
import { readRuleValues } from "./rule-values.ts";
import type { RuleValues } from "./rule-values.ts";

const LONG_AGO = "1970-01-01T00:00:00.000Z";

/** What an order would earn by the rule as it stands in the form, worked out by the ledger's own rule. */
export function RuleExample({ values, currency }: { values: RuleValues; currency: string }) {
  const scale = currencyScale(currency);
  const [amount, setAmount] = useState(scale === 0 ? "4995" : "49.95");
  const read = readRuleValues(values);
  const amountMinor = parseDecimal(amount, scale);
  const isReadable = read.ok && amountMinor !== null && amountMinor >= 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Example
        </Text>
        <TextField
          label="A paid order of"
          prefix={currency}
          inputMode="decimal"
          autoComplete="off"
          value={amount}
          onChange={setAmount}
          error={amountMinor === null ? "Enter an amount such as 49.95" : false}
        />
        <div aria-live="polite">
          {isReadable ? (
            <Outcome rule={{ kind: "perCurrencyUnit", currency, ...read.fields }} amountMinor={amountMinor} />
          ) : (
            <Text as="p" tone="subdued">
              Complete the rule to see what an order earns.
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}

function Outcome({ rule, amountMinor }: { rule: SimpleEarnRule; amountMinor: number }) {
  const unit = useUnit();
  const { targetMinor, reason } = evaluate(rule, amountMinor, unit.scale);
  const { currency, creditsPerUnitMicros: rate, rounding } = rule;
  const scale = currencyScale(currency);
  const product = `${formatMoney(amountMinor, currency, scale)} × ${formatRate(rate)} = ${exactProduct(amountMinor, scale, rate)}`;
  return (
    <BlockStack gap="100">
      <Text as="p" variant="headingLg">
        earns {formatCredits(targetMinor, unit)}
      </Text>
      <Text as="p" tone="subdued">
        {reason === "rules_off" ? "The rule is off." : `${product}, ${roundingWords[rounding]}`}
      </Text>
    </BlockStack>
  );
}

/** An order of one line that costs so much, by the rule of the form. */
function evaluate(rule: SimpleEarnRule, amountMinor: number, unitScale: number): RuleOutcome {
  const compiled = compileRules(
    { document: liftSimpleRule(rule), calendar: utcCalendar },
    { scale: unitScale },
  );
  return evaluateRules(compiled, {
    orderId: "1",
    currency: rule.currency,
    currencyScale: currencyScale(rule.currency),
    placedAt: LONG_AGO,
    channel: "web",
    orderTags: [],
    lines: [{ ...exampleLine, grossMinor: amountMinor }],
    shippingMinor: 0,
    shippingTaxMinor: 0,
    giftCardPaidMinor: 0,
    products: [],
    member: { customerTags: [], exigoCustomerType: null, exigoRank: null, orderIndex: null },
  });
}

const exampleLine = {
  lineId: "1",
  title: "Example",
  quantity: 1,
  kept: { numerator: 1n, denominator: 1n },
  discountMinor: 0,
  taxMinor: 0,
  productId: null,
  variantId: null,
  sku: null,
  vendor: null,
  giftCard: false,
  tip: false,
  subscription: false,
};
