import type { BirthdayLook, SystemEvent } from "#core/rules";
import type { Instant } from "#core/units";

/** An occasion that was looked at. */
export interface SystemActionRecord {
  readonly memberId: number;
  readonly kind: SystemEvent["kind"];
  /** Tells occasions of a kind apart. */
  readonly occasion: string;
  readonly at: Instant;
  /** What came of it, or the code of why it gives nothing. */
  readonly outcome: string;
}

/** A member and the moment that an occasion counts from. */
export interface MemberSince {
  readonly memberId: number;
  readonly since: Instant;
}

/** Some members of a program, who were looked at for not having ordered for long. */
export interface InactivityPage {
  /** Those of the page who have not ordered since, and were not looked at for it. */
  readonly members: readonly MemberSince[];
  /** The last member of the page; null: there are no more. */
  readonly lastMemberId: number | null;
}

/** What comes to members by itself. Time is the database's; nothing is locked. */
export interface SystemActions {
  now(): Promise<Instant>;
  /** Programs with a shop that has the app. */
  findPrograms(): Promise<number[]>;
  isRecorded(
    programId: number,
    occasion: Pick<SystemActionRecord, "memberId" | "kind" | "occasion">,
  ): Promise<boolean>;
  /** Keeps what came of an occasion; the first telling stays. */
  record(programId: number, record: SystemActionRecord): Promise<void>;
  /** Members whose customers Shopify knows since `from` or later, and whose sign-up was not looked at. */
  findSignUps(
    programId: number,
    query: { readonly from: Instant; readonly limit: number; readonly exceptMemberIds: readonly number[] },
  ): Promise<MemberSince[]>;
  /** Members with a birthday that was not looked at in its year. */
  findBirthdays(
    programId: number,
    look: BirthdayLook,
    query: { readonly limit: number; readonly exceptMemberIds: readonly number[] },
  ): Promise<number[]>;
  /** How far the members were looked at on a day of the program; null: all of them. */
  findWalk(programId: number, day: string): Promise<number | null>;
  /** Members after one, in the order of their numbers, with orders of members that were merged into them. */
  findInactive(
    programId: number,
    query: { readonly afterMemberId: number; readonly notSince: Instant; readonly limit: number },
  ): Promise<InactivityPage>;
  /** The walk of the day has come to a member; null: to its end. It never goes back. */
  moveWalk(programId: number, day: string, toMemberId: number | null): Promise<void>;
}
