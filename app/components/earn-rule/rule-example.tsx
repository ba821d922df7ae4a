import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { evaluateOrder, NOTHING_KNOWN } from "#core/earning";
import type { EarnRuleDocument, Evaluation, OrderFacts } from "#core/earning";
import { currencyScale, parseDecimal } from "#core/units";

import { exactProduct, formatRate } from "../exact-product.ts";
import { formatMoney } from "../money.tsx";
import { formatCredits, useUnit } from "../unit.tsx";
import { evaluationWords, roundingWords } from "../words/evaluation-words.tsx";
import { readRuleValues } from "./rule-values.ts";
import type { RuleValues } from "./rule-values.ts";

const LONG_AGO = "1970-01-01T00:00:00.000Z";

/** What an order would earn by the rule as it stands in the form, worked out by the ledger's own rule. */
export function RuleExample({ values, currency }: { values: RuleValues; currency: string }) {
  const unit = useUnit();
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
            <Outcome
              evaluation={evaluate(
                { kind: "perCurrencyUnit", currency, ...read.fields },
                amountMinor,
                unit.scale,
              )}
            />
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

function Outcome({ evaluation }: { evaluation: Evaluation }) {
  const unit = useUnit();
  const { baseMinor, currency, currencyScale: scale, creditsPerUnitMicros: rate, rounding } = evaluation;
  if (currency === null || rate === null || rounding === null) return null;
  return (
    <BlockStack gap="100">
      <Text as="p" variant="headingLg">
        earns {formatCredits(evaluation.targetMinor, unit)}
      </Text>
      <Text as="p" tone="subdued">
        {evaluation.reason === "earned" || evaluation.reason === "rounds_to_zero"
          ? `${formatMoney(baseMinor, currency, scale)} × ${formatRate(rate)} = ${exactProduct(baseMinor, scale, rate)}, ${roundingWords[rounding]}`
          : evaluation.reason === "rule_off"
            ? "The rule is off."
            : evaluationWords[evaluation.reason]}
      </Text>
    </BlockStack>
  );
}

function evaluate(document: EarnRuleDocument, amountMinor: number, unitScale: number): Evaluation {
  const rule = { version: 1, document, activeFrom: LONG_AGO };
  const facts = exampleFacts(document.currency, amountMinor);
  return evaluateOrder({ ...NOTHING_KNOWN, facts }, [rule], { scale: unitScale });
}

function exampleFacts(currency: string, amountMinor: number): OrderFacts {
  return {
    orderId: "1",
    name: "Example",
    customerId: "1",
    currency,
    currencyScale: currencyScale(currency),
    presentmentCurrency: currency,
    financialStatus: "paid",
    placedAt: LONG_AGO,
    updatedAt: LONG_AGO,
    cancelledAt: null,
    fulfilledAt: null,
    channel: "web",
    tags: [],
    test: false,
    taxesIncluded: false,
    shippingMinor: 0,
    shippingTaxMinor: 0,
    total: null,
    paidMinor: null,
    lines: [
      {
        lineId: "1",
        title: "Example",
        quantity: 1,
        currentQuantity: 1,
        grossMinor: amountMinor,
        discountMinor: 0,
        taxMinor: 0,
        productId: null,
        variantId: null,
        sku: null,
        vendor: null,
        giftCard: false,
        tip: false,
        subscription: false,
      },
    ],
  };
}
