import { Text } from "@shopify/polaris";
import { createContext, useContext } from "react";
import type { ReactNode } from "react";

import { formatDecimal } from "#core/units";

/** The program's unit: what its credits are called and how many decimal places they have. */
export interface Unit {
  readonly unitName: string;
  readonly scale: number;
}

const UnitContext = createContext<Unit>({ unitName: "credits", scale: 0 });

export function UnitProvider({ unit, children }: { unit: Unit; children: ReactNode }) {
  return <UnitContext.Provider value={unit}>{children}</UnitContext.Provider>;
}

/** The unit of the program that the page is about. */
export function useUnit(): Unit {
  return useContext(UnitContext);
}

/** `1,250.50`; signed: `+1,250.50`. `amountMinor` is minor units of the unit. */
export function formatAmount(amountMinor: number, { scale }: Pick<Unit, "scale">, signed = false): string {
  const plain = formatDecimal(amountMinor, scale) as `${number}`;
  const format = new Intl.NumberFormat("en", {
    minimumFractionDigits: scale,
    maximumFractionDigits: scale,
    signDisplay: signed ? "exceptZero" : "negative",
  });
  // A hyphen is narrower than a plus; figures in one column should line up.
  return format.format(plain).replace("-", "\u2212");
}

/** The amount with the unit's name: `1,250 credits`. */
export function formatCredits(amountMinor: number, unit: Unit, signed = false): string {
  const isOne = Math.abs(amountMinor) === 10 ** unit.scale;
  const name = isOne && unit.unitName === "credits" ? "credit" : unit.unitName;
  return `${formatAmount(amountMinor, unit, signed)} ${name}`;
}

interface CreditsProps {
  readonly amountMinor: number;
  /** Shows a plus before what was added. */
  readonly signed?: boolean;
  /** Leaves the unit's name out, where a heading says it. */
  readonly bare?: boolean;
  readonly strong?: boolean;
}

/** An amount of credits; what takes credits away is told by sign and colour, never by colour alone. */
export function Credits({ amountMinor, signed = false, bare = false, strong = false }: CreditsProps) {
  const unit = useUnit();
  const text = bare ? formatAmount(amountMinor, unit, signed) : formatCredits(amountMinor, unit, signed);
  const tone = amountMinor < 0 ? "critical" : signed && amountMinor > 0 ? "success" : "inherit";
  return (
    <Text as="span" numeric tone={tone} fontWeight={strong ? "semibold" : "regular"}>
      {text}
    </Text>
  );
}
