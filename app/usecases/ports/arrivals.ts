import type {
  ArrivalFindingKind,
  CustomerWords,
  MissedChange,
  ProductWords,
  Sign,
  Voices,
} from "#core/rereading";
import type { Instant } from "#core/units";

/** A shop whose webhooks are to be looked at, claimed for it. */
export interface ArrivalCheck {
  readonly programId: number;
  readonly shopId: number;
  readonly shopDomain: string;
  readonly installedAt: Instant;
  /** The database's clock at the claim. */
  readonly now: Instant;
}

export interface ArrivalFinding {
  readonly kind: ArrivalFindingKind;
  readonly foundAt: Instant;
  /** null: it is open. */
  readonly closedAt: Instant | null;
  /** The oldest change, or event of the topic, that did not come. */
  readonly missedSince: Instant | null;
  /** Of a topic: what that event happened to, as people look for it; null: a change, of which only the time is kept. */
  readonly shownBy: string | null;
  readonly missed: number;
}

/** What findings are opened by. */
export interface ArrivalEvidence {
  readonly missed: readonly MissedChange[];
  readonly unheard: readonly Sign[];
}

/** What is held of customers and products that Shopify lists, by their ids. */
export interface Held {
  readonly customers: ReadonlyMap<string, CustomerWords>;
  readonly products: ReadonlyMap<string, ProductWords>;
}

/** What is heard of the shops, and what is found when it is compared with Shopify. */
export interface Arrivals {
  /** Installed shops whose next look is due, longest due first. */
  findDue(limit: number): Promise<{ programId: number; shopId: number }[]>;
  /**
   * Claims the shop until the next look, `nextInMs` from now; null: another process has it, or it is not due. `asked`: it
   * is due now, whenever the last look was.
   */
  claim(
    shop: { programId: number; shopId: number },
    nextInMs: number,
    asked?: boolean,
  ): Promise<ArrivalCheck | null>;
  /** Takes in the webhooks that came since the last look, and gives what was heard in all. */
  listen(check: ArrivalCheck): Promise<Voices>;
  /** What is held of these; a customer that is not linked and a product that was never told are missing. */
  held(
    check: ArrivalCheck,
    told: { readonly customerIds: readonly string[]; readonly productIds: readonly string[] },
  ): Promise<Held>;
  openFindings(programId: number, shopId: number): Promise<ArrivalFinding[]>;
  /** Opens and closes findings; one that is open is not opened twice. */
  settle(
    check: ArrivalCheck,
    verdict: { toOpen: readonly ArrivalFindingKind[]; toClose: readonly ArrivalFindingKind[] },
    evidence: ArrivalEvidence,
  ): Promise<void>;
}
