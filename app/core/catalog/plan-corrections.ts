import { fingerprintOf } from "../units/index.ts";
import type { Shipment } from "./plan-packages.ts";

/** A package that the shop has sent. */
export interface SentPackage {
  readonly packageId: string;
  readonly carrier: string | null;
  readonly trackingNumbers: readonly string[];
}

/** Which packages of the shop are of a shipment: their ids, and the marks of numbers that it was told of before. */
export interface ToldPackages {
  readonly packageIds: readonly string[];
  readonly marks: readonly string[];
}

/** Stands for tracking numbers where the numbers themselves are not to be kept; their order does not matter. */
export function markOfTracking({ trackingNumbers }: Pick<Shipment, "trackingNumbers">): string {
  return fingerprintOf(JSON.stringify(trackingNumbers.toSorted()));
}

/**
 * The sent packages that carry other numbers than the shipment now: those the shop was told of with it, known by their
 * id, or by the numbers that they were given then. A package that staff sent, or gave a number of their own, is not
 * touched, and a shipment without numbers corrects none.
 */
export function planCorrections(
  own: Shipment,
  sent: readonly SentPackage[],
  { packageIds, marks }: ToldPackages,
): SentPackage[] {
  if (own.trackingNumbers.length === 0) return [];
  const wanted = markOfTracking(own);
  return sent.filter((parcel) => {
    const mark = markOfTracking(parcel);
    const hasToldNumbers = parcel.trackingNumbers.length > 0 && marks.includes(mark);
    const isEmptyOfOurs = parcel.trackingNumbers.length === 0 && packageIds.includes(parcel.packageId);
    return mark !== wanted && (hasToldNumbers || isEmptyOfOurs);
  });
}
