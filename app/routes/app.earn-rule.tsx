import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { z } from "zod";

import { RuleExample } from "#components/earn-rule/rule-example";
import { RuleFields } from "#components/earn-rule/rule-fields";
import { RuleHistory } from "#components/earn-rule/rule-history";
import { WaitingVersions } from "#components/earn-rule/waiting-versions";
import type { VersionDecision, WaitingVersion } from "#components/earn-rule/waiting-versions";
import { toSimpleRule, versionInForce } from "#core/rules";
import type { Change } from "#core/rules";
import type { DecideEarnRulesRefusal } from "#usecases/decide-earn-rules";
import type { SaveEarnRuleRefusal, SaveEarnRuleResult } from "#usecases/save-earn-rule";
import { getWiring } from "#wiring";

import { readRuleValues, toRuleValues } from "../components/earn-rule/rule-values.ts";
import type { RuleErrors, RuleValues } from "../components/earn-rule/rule-values.ts";
import { ChangesBar } from "./app/changes-bar.tsx";
import { authenticateStaff } from "./app/staff-request.server.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const sent = z.object({
  enabled: z.boolean(),
  rate: z.string().max(30),
  rounding: z.enum(["floor", "half-up", "ceil"]),
  expires: z.boolean(),
  expiresAfterDays: z.string().max(10),
  reason: z.string().trim().max(500),
});

const decision = z.object({
  version: z.int().positive(),
  verdict: z.enum(["approved", "declined"]),
  reason: z.string().trim().max(500),
});

type RuleAnswer =
  { readonly ok: true; readonly message: string } | { readonly ok: false; readonly errors: RuleErrors };

export async function loader({ request }: LoaderFunctionArgs) {
  const { program, staff } = await authenticateStaff(request);
  const records = await getWiring().adapters.earnRules.listRecords(program.programId);
  const versions = records.map(({ document, calendar: _, ...record }) => ({
    ...record,
    rule: toSimpleRule(document),
    rules: document.rules.filter((rule) => rule.enabled).map(({ name }) => name),
  }));
  const approved = records.filter(({ state }) => state === "approved");
  const now = new Date().toISOString();
  const inForce = versionInForce(approved, now)?.version ?? null;
  const found = await getWiring().listWaitingEarnRules({ programId: program.programId, by: staff, now });
  const waiting = found.map((version) => ({ ...version, changes: version.changes.map(toText) }));
  return { versions, inForce, waiting, currency: program.currency };
}

/** Values of a change as JSON. */
function toText({ path, before, after }: Change) {
  const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  return { path, before: text(before), after: text(after) };
}

export async function action({ request }: ActionFunctionArgs): Promise<RuleAnswer> {
  const { program, staff } = await authenticateStaff(request);
  const body: unknown = await request.json();
  const decided = decision.safeParse(body);
  if (decided.success) return decide(program.programId, staff, decided.data);
  const parsed = sent.safeParse(body);
  if (!parsed.success)
    return { ok: false, errors: { form: "The form could not be read. Load the page again." } };
  const read = readRuleValues(parsed.data);
  if (!read.ok) return { ok: false, errors: read.errors };
  const result = await getWiring().saveEarnRule({
    programId: program.programId,
    rule: read.fields,
    author: staff,
    reason: parsed.data.reason,
  });
  if (result.ok) {
    return { ok: true, message: savedWords(result) };
  }
  return { ok: false, errors: errorsOf(result.refusal) };
}

async function decide(programId: number, by: string, wanted: VersionDecision): Promise<RuleAnswer> {
  const result = await getWiring().decideEarnRules({ programId, by, ...wanted });
  if (!result.ok) return { ok: false, errors: { decision: decisionWords[result.refusal.code] } };
  const words = wanted.verdict === "approved" ? "approved" : "declined";
  return { ok: true, message: `Version ${wanted.version} is ${words}` };
}

const decisionWords: Readonly<Record<DecideEarnRulesRefusal["code"], string>> = {
  earn_rules_version_unknown: "There is no such version.",
  earn_rules_not_awaiting: "Somebody has decided about this version since. Load the page again.",
  earn_rules_own_version: "You wrote this version, so somebody else has to approve it.",
};

function savedWords({ record, changed }: Extract<SaveEarnRuleResult, { ok: true }>): string {
  if (!changed) return "Nothing changed";
  return record.state === "approved"
    ? `Version ${record.version} is active`
    : `Version ${record.version} waits for a second person to approve it`;
}

function errorsOf(refusal: SaveEarnRuleRefusal): RuleErrors {
  switch (refusal.code) {
    case "program_unknown":
      return { form: "This program no longer exists." };
    case "earn_rules_not_simple":
      return { form: NOT_SIMPLE };
    case "earn_rules_other_currency":
      return { form: `The rule is in another currency than the program's, ${refusal.currency}.` };
    case "time_zone_unknown":
      return { form: `The time zone ${refusal.timeZone} is not known.` };
    case "earn_rule_field_out_of_range":
      return refusal.field === "expiresAfterDays"
        ? { expiresAfterDays: `Enter at most ${refusal.max} days` }
        : { rate: "Enter a rate of at most 10,000" };
  }
}

const NOT_SIMPLE =
  "This program's rules say more than this page can show. Saving here would forget them, so it is not possible.";

export default function EarnRulePage() {
  const { versions, inForce, waiting, currency } = useLoaderData<typeof loader>();
  const newest = versions.at(-1);
  return (
    <Page title="Earn rule">
      <BlockStack gap="400">
        <Decisions waiting={waiting} />
        {newest && !newest.rule ? (
          <Banner tone="info">{NOT_SIMPLE}</Banner>
        ) : (
          <RuleForm
            key={newest?.version ?? 0}
            saved={toRuleValues(newest?.rule ?? null)}
            currency={currency}
          />
        )}
        <RuleHistory versions={versions} inForce={inForce} />
      </BlockStack>
    </Page>
  );
}

function Decisions({ waiting }: { waiting: readonly WaitingVersion[] }) {
  const shopify = useAppBridge();
  const fetcher = useFetcher<RuleAnswer>();
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(answer.message);
  }, [answer, shopify]);
  return (
    <WaitingVersions
      waiting={waiting}
      error={answer && !answer.ok ? (answer.errors.decision ?? answer.errors.form ?? null) : null}
      isBusy={isBusy}
      onDecide={(wanted) =>
        void fetcher.submit({ ...wanted }, { method: "post", encType: "application/json" })
      }
    />
  );
}

function RuleForm({ saved, currency }: { saved: RuleValues; currency: string }) {
  const shopify = useAppBridge();
  const fetcher = useFetcher<RuleAnswer>();
  const [values, setValues] = useState(saved);
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  const isDirty = JSON.stringify(values) !== JSON.stringify(saved);
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(answer.message);
  }, [answer, shopify]);
  return (
    <Layout>
      <ChangesBar
        id="earn-rule"
        isDirty={isDirty}
        isBusy={isBusy}
        onSave={() => void fetcher.submit({ ...values }, { method: "post", encType: "application/json" })}
        onDiscard={() => setValues(saved)}
      />
      <Layout.Section>
        <RuleFields
          values={values}
          errors={answer && !answer.ok ? answer.errors : {}}
          currency={currency}
          onChange={setValues}
        />
      </Layout.Section>
      <Layout.Section variant="oneThird">
        <RuleExample values={values} currency={currency} />
      </Layout.Section>
    </Layout>
  );
}
