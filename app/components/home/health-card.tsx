import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { HomeFigures, ProofReport } from "#core/reading";

import { proofLine } from "./proof-line.ts";
import type { HealthLine } from "./proof-line.ts";

import { counted } from "../shopify/reread-progress.tsx";

/** How Exigo's connection stands; `none`: there is none yet. */
export type ConnectionHealth = "none" | "active" | "paused";

interface HealthCardProps {
  readonly figures: HomeFigures;
  readonly connection: ConnectionHealth;
  readonly proof: ProofReport;
}

/** The state of everything that moves by itself: webhooks in, movements out, differences found, the ledger's proof. */
export function HealthCard({ figures, connection, proof }: HealthCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Health
        </Text>
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "var(--p-space-300)" }}>
          {[...linesOf(figures, connection), proofLine(proof)].map((line) => (
            <li key={line.name}>
              <InlineStack align="space-between" gap="200" blockAlign="center">
                <BlockStack>
                  {line.url ? <Link url={line.url}>{line.name}</Link> : <Text as="span">{line.name}</Text>}
                  {line.detail ? (
                    <Text as="span" tone="subdued" variant="bodySm">
                      {line.detail}
                    </Text>
                  ) : null}
                </BlockStack>
                <Badge {...(line.tone ? { tone: line.tone } : {})}>{line.text}</Badge>
              </InlineStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

function linesOf(figures: HomeFigures, connection: ConnectionHealth): HealthLine[] {
  const { inbox, intents, openCases, arrivals } = figures;
  const underWay = intents.due + intents.sending;
  const stuck = intents.refused + intents.needs_review;
  return [
    connectionLine(connection),
    inbox.quarantined > 0
      ? { name: "Events from Shopify", text: `${inbox.quarantined} set aside`, tone: "critical" }
      : { name: "Events from Shopify", ...waiting(inbox.waiting) },
    ...arrivalLines(arrivals),
    stuck > 0
      ? { name: "Movements to Exigo and store", text: `${stuck} need a person`, tone: "critical" }
      : { name: "Movements to Exigo and store", ...waiting(underWay) },
    ...(intents.unknown > 0
      ? [{ name: "Lost answers", text: `${intents.unknown} being looked up`, tone: "attention" as const }]
      : []),
    openCases > 0
      ? { name: "Differences to Exigo", text: `${openCases} open`, tone: "warning" }
      : { name: "Differences to Exigo", text: "None", tone: "success" },
    ...openingLines(figures),
  ];
}

function openingLines({ waitingOpenings, refusedOpenings }: HomeFigures): HealthLine[] {
  const line = { name: "Opening balances", url: "/app/openings" };
  if (refusedOpenings > 0) {
    return [
      { ...line, text: `${refusedOpenings} refused`, tone: "critical", detail: "imported, not opened" },
    ];
  }
  if (waitingOpenings === 0) return [];
  return [{ ...line, ...waiting(waitingOpenings), detail: "imported, their customers not known yet" }];
}

function arrivalLines({
  ordersByRereading,
  customersByRereading,
  findings,
}: HomeFigures["arrivals"]): HealthLine[] {
  const came = [
    ...(ordersByRereading > 0 ? [counted(ordersByRereading, "order")] : []),
    ...(customersByRereading > 0 ? [counted(customersByRereading, "customer")] : []),
  ].join(", ");
  const name = "Came by re-reading";
  return [
    ...(findings > 0
      ? [{ name: "Webhooks from Shopify", text: "Do not all arrive", tone: "warning" as const }]
      : []),
    came === "" ? { name, text: "None", tone: "success" } : { name, text: `${came} in a day`, tone: "info" },
  ];
}

function connectionLine(connection: ConnectionHealth): HealthLine {
  const name = "Exigo";
  if (connection === "active") return { name, text: "Connected", tone: "success", url: "/app/agreement" };
  return connection === "paused"
    ? { name, text: "Paused", tone: "critical" }
    : { name, text: "Not connected", tone: undefined };
}

function waiting(count: number): Pick<HealthLine, "text" | "tone"> {
  return count === 0 ? { text: "All done", tone: "success" } : { text: `${count} waiting`, tone: "info" };
}
