import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Badge, Banner, BlockStack, Layout, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";

import { ConnectionFields } from "#components/exigo/connection-fields";
import { DriftFields } from "#components/exigo/drift-fields";
import { HandOverCard } from "#components/exigo/hand-over-card";
import { HistoryFields } from "#components/exigo/history-fields";
import { PlaceQuestion } from "#components/exigo/place-question";
import type { Place } from "#components/exigo/place-question";
import { SetupCard } from "#components/exigo/setup-card";
import { TestConnection } from "#components/exigo/test-result";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import { getWiring } from "#wiring";

import type { ConnectionValues } from "../components/exigo/connection-values.ts";
import { setupGroups } from "../components/exigo/setup-fields.ts";
import { toSetupValues } from "../components/exigo/setup-values.ts";
import type { SetupValues } from "../components/exigo/setup-values.ts";
import { ChangesBar } from "./app/changes-bar.tsx";
import { answerConnectionForm, toConnectionValues } from "./app/connection-forms.server.ts";
import type { ConnectionAnswer } from "./app/connection-forms.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";
import { useRefreshWhile } from "./app/use-refresh-while.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const { exigoConnections, handOvers } = getWiring().adapters;
  const [connection, handOver] = await Promise.all([
    exigoConnections.find(program.programId),
    handOvers.progress(program.programId),
  ]);
  return {
    handOver,
    saved: toConnectionValues(connection, program.scale),
    savedSetup: toSetupValues(connection?.setup ?? DEFAULT_EXIGO_SETUP),
    state: connection?.state ?? ("none" as const),
    pausedReason: connection?.pausedReason ?? null,
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<ConnectionAnswer> {
  const staffRequest = await authenticateStaff(request);
  return answerConnectionForm(staffRequest, await request.formData());
}

export default function SettingsPage() {
  const { saved, savedSetup, state, pausedReason, handOver } = useLoaderData<typeof loader>();
  useRefreshWhile(handOver !== null && handOver.accounts > handOver.handedOver + handOver.needPerson);
  return (
    <Page title="Settings" subtitle="Exigo" titleMetadata={<StateBadge state={state} />}>
      <Layout>
        {state === "paused" ? (
          <Layout.Section variant="fullWidth">
            <PausedBanner reason={pausedReason} />
          </Layout.Section>
        ) : null}
        {handOver ? (
          <Layout.Section variant="fullWidth">
            <HandOverCard progress={handOver} />
          </Layout.Section>
        ) : null}
        <Layout.Section>
          <ConnectionForm
            key={JSON.stringify([saved, savedSetup])}
            saved={saved}
            savedSetup={savedSetup}
            hasPassword={state !== "none"}
          />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function StateBadge({ state }: { state: "none" | "active" | "paused" }) {
  if (state === "active") return <Badge tone="success">Connected</Badge>;
  return state === "paused" ? <Badge tone="critical">Paused</Badge> : <Badge>Not connected</Badge>;
}

function PausedBanner({ reason }: { reason: string | null }) {
  const fetcher = useFetcher<ConnectionAnswer>();
  return (
    <Banner
      tone="critical"
      title="The connection is paused"
      action={{
        content: "Resume",
        loading: fetcher.state !== "idle",
        onAction: () => void fetcher.submit({ intent: "resume" }, { method: "post" }),
      }}
    >
      <Text as="p">
        {reason ?? "No reason was given."} Nothing is sent to Exigo until you resume, or save a connection
        that works.
      </Text>
    </Banner>
  );
}

const defaults = toSetupValues(DEFAULT_EXIGO_SETUP);

interface ConnectionFormProps {
  readonly saved: ConnectionValues;
  readonly savedSetup: SetupValues;
  readonly hasPassword: boolean;
}

function ConnectionForm({ saved, savedSetup, hasPassword }: ConnectionFormProps) {
  const shopify = useAppBridge();
  const saving = useFetcher<ConnectionAnswer>();
  const testing = useFetcher<ConnectionAnswer>();
  const [values, setValues] = useState(saved);
  const [setup, setSetup] = useState(savedSetup);
  const [place, setPlace] = useState<Place>("");
  const [latest, setLatest] = useState<"save" | "test">("test");
  const send = (intent: "save" | "test") => {
    setLatest(intent);
    void (intent === "save" ? saving : testing).submit(
      { intent, ...values, place, setup: JSON.stringify(setup) },
      { method: "post" },
    );
  };
  const isSaving = saving.state !== "idle";
  const isTesting = testing.state !== "idle";
  const savedMessage = isSaving ? null : (saving.data?.saved ?? null);
  useEffect(() => {
    if (savedMessage) shopify.toast.show(savedMessage);
  }, [savedMessage, saving.data, shopify]);
  const answer = latest === "save" ? saving.data : testing.data;
  const errors = isSaving || isTesting ? {} : (answer?.errors ?? {});
  const setupErrors = isSaving || isTesting ? {} : (answer?.setupErrors ?? {});
  const form = { values, errors, onChange: setValues };
  return (
    <>
      <ChangesBar
        id="exigo-connection"
        isDirty={JSON.stringify([values, setup]) !== JSON.stringify([saved, savedSetup])}
        isBusy={isSaving}
        onSave={() => send("save")}
        onDiscard={() => {
          setValues(saved);
          setSetup(savedSetup);
        }}
      />
      <BlockStack gap="400">
        {errors.form ? <Banner tone="critical">{errors.form}</Banner> : null}
        {Object.keys(setupErrors).length > 0 && latest === "save" ? (
          <Banner tone="critical">Nothing was saved: a setting below has something wrong next to it.</Banner>
        ) : null}
        {saving.data?.asksPlace ? <PlaceQuestion place={place} onChange={setPlace} /> : null}
        <ConnectionFields
          {...form}
          hasPassword={hasPassword}
          test={
            <TestConnection
              result={testing.data?.test ?? null}
              isBusy={isTesting}
              onTest={() => send("test")}
            />
          }
        />
        <HistoryFields {...form} />
        <DriftFields {...form} />
        {setupGroups.map((group) => (
          <SetupCard
            key={group.title}
            group={group}
            values={setup}
            defaults={defaults}
            errors={setupErrors}
            onChange={setSetup}
          />
        ))}
      </BlockStack>
    </>
  );
}
