import type { ArrivalFindingKind, MissedChange, Voices } from "#core/rereading";
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
  /** The oldest change that did not come. */
  readonly missedSince: Instant | null;
  readonly missed: number;
}

/** What is heard of the shops, and what is found when it is compared with Shopify. */
export interface Arrivals {
  /** Installed shops whose next look is due, longest due first. */
  findDue(limit: number): Promise<{ programId: number; shopId: number }[]>;
  /** Claims the shop until the next look, `nextInMs` from now; null: another process has it, or it is not due. */
  claim(shop: { programId: number; shopId: number }, nextInMs: number): Promise<ArrivalCheck | null>;
  /** Takes in the webhooks that came since the last look, and gives what was heard in all. */
  listen(check: ArrivalCheck): Promise<Voices>;
  openFindings(programId: number, shopId: number): Promise<ArrivalFinding[]>;
  /** Opens and closes findings; one that is open is not opened twice. */
  settle(
    check: ArrivalCheck,
    changes: { toOpen: readonly ArrivalFindingKind[]; toClose: readonly ArrivalFindingKind[] },
    missed: readonly MissedChange[],
  ): Promise<void>;
}
