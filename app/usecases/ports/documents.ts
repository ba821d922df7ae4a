import type {
  DocumentDraft,
  DocumentKind,
  DocumentOutcome,
  DocumentSettlement,
  DocumentState,
  DocumentVerdict,
  RefusedDraft,
} from "#core/sync";
import type { Instant } from "#core/units";

/** A claimed step. */
export interface ClaimedDocument {
  readonly programId: number;
  readonly id: number;
  readonly kind: DocumentKind;
  /** `unknown`: it may have been sent; look it up before anything is sent again. */
  readonly state: DocumentState;
  readonly document: string;
  readonly stepKey: string;
  readonly shopId: number | null;
  readonly memberId: number | null;
  readonly content: Readonly<Record<string, unknown>>;
  /** Earlier sends of it; 0 on the first. */
  readonly attempts: number;
  /** When it was sent first since it was due, and when it was claimed, both by the database's clock. */
  readonly sentAt: Instant | null;
  readonly claimedAt: Instant;
  readonly createdAt: Instant;
  /** Names this claim among all of the row. */
  readonly claim: number;
  /** False: the program's connection leads to another place than the one that the step is owed to. */
  readonly destinationIsConnected: boolean;
}

/** A step as another step of its document sees it. */
export interface DocumentStep {
  readonly id: number;
  readonly kind: DocumentKind;
  readonly stepKey: string;
  readonly state: DocumentState;
  readonly content: Readonly<Record<string, unknown>>;
  readonly remoteRef: string | null;
  /** What it left for later steps; null: nothing. */
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** A step as a person who decides about it must know it. */
export interface DocumentToSettle {
  readonly id: number;
  readonly document: string;
  readonly state: DocumentState;
  readonly sentAt: Instant | null;
  readonly claim: number;
}

export interface DocumentDecision {
  readonly programId: number;
  readonly id: number;
  readonly claim: number;
  /** Where the step stands; decided on in another state, nothing changes. */
  readonly from: DocumentState;
  readonly settlement: DocumentSettlement;
  readonly verdict: DocumentVerdict;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Stays for good; empty: none. */
  readonly note: string;
}

export interface Documents {
  /**
   * Stores steps in their order; a step whose key is there already stays as it is. Passes the ownership table first:
   * what it refuses is recorded instead, in the same commit. Returns the ids of what was stored now.
   */
  enqueue(
    programId: number,
    drafts: readonly DocumentDraft[],
  ): Promise<{ readonly ids: readonly number[]; readonly refused: readonly RefusedDraft[] }>;
  /**
   * Claims the step for this process with a lease; null when it is not due, finished, claimed elsewhere, or an
   * earlier step of its document is neither confirmed nor dropped. A step whose lease ran out in state `sending` is
   * claimed as `unknown`, one that waits as `due`.
   */
  claim(programId: number, id: number): Promise<ClaimedDocument | null>;
  /** Stores `sending` before the request leaves; false: the claim was lost, do not send. */
  markSending(step: ClaimedDocument): Promise<boolean>;
  /** Ends the claim. Returns false, and changes nothing, if another process has claimed it since. */
  finish(step: ClaimedDocument, outcome: DocumentOutcome): Promise<boolean>;
  /** The step of the same document that may be claimed next; null: none is due. */
  findNext(step: Pick<ClaimedDocument, "programId" | "document">): Promise<number | null>;
  /**
   * Steps that are due or whose lease ran out, and that nothing keeps from being claimed: no earlier step, no paused
   * connection, no uninstalled shop. Oldest first, fair between programs.
   */
  findDue(limit: number): Promise<{ programId: number; id: number }[]>;
  /** Makes due what waits for this; returns the ids. */
  wake(programId: number, waitsFor: string): Promise<readonly number[]>;
  /** All steps of a document, oldest first. */
  listSteps(programId: number, document: string): Promise<readonly DocumentStep[]>;
  /**
   * The document of a step that wrote this in Exigo, the newest one; null: none did. Numbers are a company's own: only
   * what was written to the place of this mirror counts.
   */
  findByRemoteRef(
    programId: number,
    mirror: number,
    kind: DocumentKind,
    remoteRef: string,
  ): Promise<{ readonly document: string; readonly shopId: number | null } | null>;
  /** null: the program has no such step. */
  find(programId: number, id: number): Promise<DocumentToSettle | null>;
  /**
   * Stores a person's decision and moves the step in one commit; the key is step and claim. False, and nothing is
   * stored: the step is not what the person saw.
   */
  settle(decision: DocumentDecision): Promise<boolean>;
  /** What was decided about the end of a claim; null: nothing. */
  findVerdict(programId: number, id: number, claim: number): Promise<DocumentVerdict | null>;
}
