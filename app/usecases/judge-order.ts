import {
  awardTerms,
  contextNeeds,
  coversOrder,
  evaluateOrder,
  isUpToRules,
  NO_CONTEXT,
  NO_TERMS,
  orderSubject,
  withGrants,
} from "#core/earning";
import type {
  AwardTerms,
  ContextNeeds,
  Evaluation,
  JudgingRules,
  KnownOrder,
  OrderContext,
} from "#core/earning";
import { compileOnce, versionInForce } from "#core/rules";

import type { Caps } from "./ports/caps.ts";
import type { EarnRules } from "./ports/earn-rules.ts";
import type { MemberFacts } from "./ports/member-facts.ts";
import type { Members } from "./ports/members.ts";
import type { OrderContextRead, OrderContexts } from "./ports/order-contexts.ts";
import type { OrderKey, Orders } from "./ports/orders.ts";
import type { Program } from "./ports/programs.ts";

export interface JudgeOrderPorts {
  readonly earnRules: Pick<EarnRules, "listVersions">;
  readonly caps: Caps;
  readonly orders: Pick<Orders, "keepContext">;
  readonly orderContexts: OrderContexts;
  readonly members: Pick<Members, "findByAccount">;
  readonly memberFacts: Pick<MemberFacts, "find">;
}

export interface JudgeOrderInput {
  readonly program: Program;
  readonly key: OrderKey;
  readonly shopDomain: string;
  readonly known: KnownOrder;
}

/**
 * What an order is to earn, and on which terms, by the version of the rules that was in force when it was placed. What
 * the rules ask beyond its facts is asked once, when it is first up to them, and kept; of lines that an edit adds it is
 * asked when they are there. Caps over several orders are
 * claimed under the order's revision, also when it wants nothing any more, so that they get back what it had.
 * Throws the ports' faults: while Shopify cannot be asked, nothing is judged.
 */
export async function judgeOrder(
  ports: JudgeOrderPorts,
  input: JudgeOrderInput,
): Promise<{ readonly evaluation: Evaluation; readonly terms: AwardTerms }> {
  const { program, known } = input;
  const { facts } = known.snapshot;
  const versions = facts ? await ports.earnRules.listVersions(program.programId) : [];
  const version = facts && versionInForce(versions, facts.placedAt);
  const rules: JudgingRules | null = version && {
    version: version.version,
    compiled: compileOnce(version, program),
  };
  const context = await contextOf(ports, input, rules);
  const judgement = evaluateOrder(known.snapshot, rules, context);
  const granted = rules?.compiled.hasCaps ? await claim(ports.caps, input, judgement.wants) : [];
  return {
    evaluation: withGrants(judgement, granted),
    terms: rules ? awardTerms(rules.compiled.document) : NO_TERMS,
  };
}

async function contextOf(
  ports: JudgeOrderPorts,
  { key, shopDomain, known, program }: JudgeOrderInput,
  rules: JudgingRules | null,
): Promise<OrderContext> {
  const { accountId, snapshot } = known;
  const kept = known.context?.accountId === accountId ? known.context : null;
  if (kept && snapshot.facts && coversOrder(kept, accountId, snapshot.facts)) return kept;
  if (rules === null || accountId === null || !isUpToRules(snapshot, rules)) return kept ?? NO_CONTEXT;
  const needs = contextNeeds(rules.compiled.document);
  if (!Object.values(needs).some(Boolean)) return NO_CONTEXT;
  const ofOrder = await readOrderContext(ports, shopDomain, key.orderId, needs);
  const lineIds = snapshot.facts?.lines.map(({ lineId }) => lineId) ?? [];
  if (kept) {
    const added = ofOrder.products.filter(
      ({ productId }) => !kept.products.some((product) => product.productId === productId),
    );
    return ports.orders.keepContext(key, { ...kept, lineIds, products: [...kept.products, ...added] });
  }
  const member = needs.member ? await ports.members.findByAccount(program.programId, accountId) : null;
  const ofMember = member && (await ports.memberFacts.find(program.programId, member.memberId));
  return ports.orders.keepContext(key, {
    ...{ accountId, lineIds, products: ofOrder.products, giftCardPaidMinor: ofOrder.giftCardPaidMinor },
    member: { ...NO_CONTEXT.member, ...ofMember, orderIndex: ofOrder.orderIndex },
  });
}

/** Asks Shopify only where one of its answers is needed. */
function readOrderContext(
  { orderContexts }: JudgeOrderPorts,
  shopDomain: string,
  orderId: string,
  needs: ContextNeeds,
): Promise<OrderContextRead> {
  const { products, orderIndex, giftCards } = needs;
  if (products || orderIndex || giftCards) return orderContexts.read(shopDomain, orderId, needs);
  return Promise.resolve({ products: [], giftCardPaidMinor: 0, orderIndex: null });
}

async function claim(
  caps: Caps,
  { key, known, program }: JudgeOrderInput,
  wants: Parameters<Caps["claim"]>[2],
): Promise<readonly number[]> {
  const of = (accountId: number) => ({ subject: orderSubject(key), accountId, revision: known.revision });
  for (const accountId of known.formerAccountIds) {
    if (accountId !== known.accountId) await caps.claim(program.programId, of(accountId), []);
  }
  return known.accountId === null ? [] : caps.claim(program.programId, of(known.accountId), wants);
}
