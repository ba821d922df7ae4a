import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Layout, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";

import { AttentionCard } from "#components/home/attention-card";
import { EarnedChart } from "#components/home/earned-chart";
import { FiguresCard } from "#components/home/figures-card";
import { HealthCard } from "#components/home/health-card";
import { FindingBanner } from "#components/liability/proof-card";
import { ScopesBanner } from "#components/home/scopes-banner";
import { SetUpGuide } from "#components/home/set-up-guide";
import type { SetUpStep } from "#components/home/set-up-guide";
import { missingScopes, SCOPE_USES } from "#core/scopes";
import { getWiring } from "#wiring";

import { useAttentionDialogs } from "./app/attention-dialogs.tsx";
import { authenticateStaff } from "./app/staff-request.server.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const ATTENTION_ROWS = 10;
const BALANCE_BLOCK = "credits-balance";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, program } = await authenticateStaff(request);
  const { config, adapters } = getWiring();
  const { programId } = program;
  const [figures, attention, rules, connection, proof] = await Promise.all([
    adapters.reports.home(programId),
    adapters.reports.attention(programId, ATTENTION_ROWS),
    adapters.earnRules.listVersions(programId),
    adapters.exigoConnections.find(programId),
    adapters.reports.proof(programId),
  ]);
  return {
    figures,
    attention,
    proof,
    isEarning: rules.at(-1)?.document.rules.some((rule) => rule.enabled) ?? false,
    connection: connection?.state ?? ("none" as const),
    pausedReason: connection?.pausedReason ?? null,
    shopDomain: shop.domain,
    missingScopes: missingScopes(shop.scopes ?? Object.keys(SCOPE_USES)).map((scope) => ({
      scope,
      effect: SCOPE_USES[scope],
    })),
    grantUrl: `https://${shop.domain}/admin/oauth/install?client_id=${config.SHOPIFY_API_KEY}`,
    themeEditorUrl:
      `https://${shop.domain}/admin/themes/current/editor?template=index&target=newAppsSection` +
      `&addAppBlockId=${config.SHOPIFY_API_KEY}/${BALANCE_BLOCK}`,
  };
}

/** What Shopify Admin tells of a block of ours; its own types cannot tell the kinds of extension apart. */
interface ThemeBlock {
  readonly handle: string;
  readonly status: string;
}

type Home = ReturnType<typeof useLoaderData<typeof loader>>;

export default function HomePage() {
  const home = useLoaderData<typeof loader>();
  const isBlockInTheme = useBlockInTheme();
  const attention = useAttentionDialogs();
  const steps = setUpSteps(home, isBlockInTheme);
  return (
    <Page title="Home">
      <BlockStack gap="400">
        {home.connection === "paused" ? (
          <Banner
            tone="critical"
            title="The connection to Exigo is paused"
            action={{ content: "Open settings", url: "/app/settings" }}
          >
            <Text as="p">
              {home.pausedReason ?? "No reason was given."} Credits go on here; what Exigo is owed waits until
              you resume.
            </Text>
          </Banner>
        ) : null}
        {home.proof.last?.finding ? (
          <FindingBanner finding={home.proof.last.finding} broken={home.proof.last.broken} />
        ) : null}
        {home.missingScopes.length > 0 ? (
          <ScopesBanner missing={home.missingScopes} grantUrl={home.grantUrl} />
        ) : null}
        {steps.every((step) => step.isDone) ? null : <SetUpGuide steps={steps} />}
        <FiguresCard figures={home.figures} />
        <Layout>
          <Layout.Section>
            <EarnedChart
              perDay={home.figures.days.map(({ day, earnedMinor, reversedMinor }) => ({
                day,
                earnedMinor,
                takenBackMinor: -reversedMinor,
              }))}
            />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <HealthCard figures={home.figures} connection={home.connection} proof={home.proof} />
          </Layout.Section>
        </Layout>
        <AttentionCard rows={home.attention} actions={attention} />
        {attention.dialog}
      </BlockStack>
    </Page>
  );
}

function setUpSteps(home: Home, isBlockInTheme: boolean | null): SetUpStep[] {
  return [
    { title: "Install the app", text: `Installed in ${home.shopDomain}.`, isDone: true, action: null },
    {
      title: "Connect Exigo",
      text: "Tell the app where your Exigo company is and which point account holds the credits.",
      isDone: home.connection !== "none",
      action: { label: "Connect", url: "/app/settings" },
    },
    {
      title: "Switch the earn rule on",
      text: "Choose how many credits a paid order earns.",
      isDone: home.isEarning,
      action: { label: "Open the earn rule", url: "/app/earn-rule" },
    },
    {
      title: "Show the balance in your theme",
      text: "Add the block “Credits balance” in the theme editor and save. It is part of the page and needs no script.",
      isDone: isBlockInTheme,
      action: { label: "Open the theme editor", url: home.themeEditorUrl, isExternal: true },
    },
  ];
}

/** Whether the balance block stands in the shop's theme; null while Shopify has not said, or where it does not say. */
function useBlockInTheme(): boolean | null {
  const shopify = useAppBridge();
  const [isInTheme, setIsInTheme] = useState<boolean | null>(null);
  useEffect(() => {
    let isLeft = false;
    const read = async (): Promise<void> => {
      const extensions = await shopify.app?.extensions?.();
      for (const extension of extensions ?? []) {
        if (extension.type !== "theme_app_extension") continue;
        const blocks = extension.activations as unknown as readonly ThemeBlock[];
        const balance = blocks.find((block) => block.handle === BALANCE_BLOCK);
        if (!isLeft && balance) setIsInTheme(balance.status === "active");
      }
    };
    // An older Shopify Admin does not know the question; the step then says where to look.
    read().catch(() => setIsInTheme(null));
    return () => {
      isLeft = true;
    };
  }, [shopify]);
  return isInTheme;
}
