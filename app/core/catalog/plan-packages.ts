/** Units of one line of an order. */
export interface LineUnits {
  readonly lineId: string;
  readonly units: number;
}

/** What Exigo shipped of an order with one order of its own. */
export interface Shipment {
  readonly exigoOrderId: string;
  readonly carrier: string | null;
  readonly trackingNumbers: readonly string[];
  readonly lines: readonly LineUnits[];
}

/** One line as a location of the shop is to send it. */
export interface LineToSend {
  /** The shop's id of the line within the location's part. */
  readonly id: string;
  readonly lineId: string;
  readonly sent: number;
  readonly remaining: number;
}

/** A location's part of an order. */
export interface PartToSend {
  readonly partId: string;
  readonly locationId: string;
  readonly lines: readonly LineToSend[];
}

/** Lines that go out together from one location. */
export interface Package {
  readonly locationId: string;
  readonly parts: readonly {
    readonly partId: string;
    readonly lines: readonly { readonly id: string; readonly units: number }[];
  }[];
}

/**
 * The packages of a shipment, one per location. `earlier` are the order's shipments that the shop was told of before:
 * what the shop counts as sent beyond them is this one, arrived already or sent by somebody else, and is not sent again.
 * No line goes beyond what is left of it.
 */
export function planPackages({
  own,
  earlier,
  parts,
}: {
  readonly own: Shipment;
  readonly earlier: readonly Shipment[];
  readonly parts: readonly PartToSend[];
}): Package[] {
  const sent = new Map<string, number>();
  const count = (lineId: string, units: number): void => {
    sent.set(lineId, (sent.get(lineId) ?? 0) + units);
  };
  for (const line of parts.flatMap(({ lines }) => lines)) count(line.lineId, line.sent);
  for (const { lineId, units } of earlier.flatMap(({ lines }) => lines)) count(lineId, -units);
  const owed = new Map(
    own.lines.map(({ lineId, units }) => [lineId, units - Math.max(0, sent.get(lineId) ?? 0)]),
  );
  const packages = new Map<string, Package["parts"][number][]>();
  for (const { partId, locationId, lines } of parts) {
    const taken: { id: string; units: number }[] = [];
    for (const { id, lineId, remaining } of lines) {
      const units = Math.min(remaining, owed.get(lineId) ?? 0);
      if (units <= 0) continue;
      owed.set(lineId, (owed.get(lineId) ?? 0) - units);
      taken.push({ id, units });
    }
    if (taken.length === 0) continue;
    packages.set(locationId, [...(packages.get(locationId) ?? []), { partId, lines: taken }]);
  }
  return [...packages].map(([locationId, ofLocation]) => ({ locationId, parts: ofLocation }));
}
