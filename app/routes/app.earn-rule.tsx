import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Layout, Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { z } from "zod";

import { RuleExample } from "#components/earn-rule/rule-example";
import { RuleFields } from "#components/earn-rule/rule-fields";
import { RuleHistory } from "#components/earn-rule/rule-history";
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

type RuleAnswer =
  { readonly ok: true; readonly message: string } | { readonly ok: false; readonly errors: RuleErrors };

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const versions = await getWiring().adapters.programs.listEarnRuleHistory(program.programId);
  return { versions, currency: program.currency };
}

export async function action({ request }: ActionFunctionArgs): Promise<RuleAnswer> {
  const { program, staff } = await authenticateStaff(request);
  const parsed = sent.safeParse(await request.json());
  if (!parsed.success)
    return { ok: false, errors: { form: "The form could not be read. Load the page again." } };
  const read = readRuleValues(parsed.data);
  if (!read.ok) return { ok: false, errors: read.errors };
  const result = await getWiring().saveEarnRule({
    programId: program.programId,
    document: read.fields,
    author: staff,
    reason: parsed.data.reason,
  });
  if (result.ok) {
    const { version } = result.rule;
    return { ok: true, message: result.changed ? `Version ${version} is active` : "Nothing changed" };
  }
  return { ok: false, errors: errorsOf(result.refusal) };
}

function errorsOf(
  refusal: Extract<
    Awaited<ReturnType<ReturnType<typeof getWiring>["saveEarnRule"]>>,
    { ok: false }
  >["refusal"],
): RuleErrors {
  if (refusal.code === "program_unknown") return { form: "This program no longer exists." };
  if (refusal.field === "expiresAfterDays") return { expiresAfterDays: `Enter at most ${refusal.max} days` };
  return { rate: "Enter a rate of at most 10,000" };
}

export default function EarnRulePage() {
  const { versions, currency } = useLoaderData<typeof loader>();
  const current = versions.at(-1);
  return (
    <Page title="Earn rule">
      <BlockStack gap="400">
        <RuleForm
          key={current?.version ?? 0}
          saved={toRuleValues(current?.document ?? null)}
          currency={currency}
        />
        <RuleHistory versions={versions} />
      </BlockStack>
    </Page>
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
