import { compileRules } from "./compile-rules.ts";
import type { CompiledRules } from "./compile-rules.ts";
import type { RuleVersion } from "./version.ts";

/** By version and scale, for as long as somebody holds the version. */
const compiled = new WeakMap<RuleVersion, Map<number, CompiledRules>>();

/**
 * A version made ready for a program whose unit has `scale` decimal places: compiled the first time, the same result for
 * the same object from then on. A version is never changed once it is stored, so neither is what was made of it.
 */
export function compileOnce(version: RuleVersion, { scale }: { readonly scale: number }): CompiledRules {
  const byScale = compiled.get(version) ?? new Map<number, CompiledRules>();
  compiled.set(version, byScale);
  const known = byScale.get(scale) ?? compileRules(version, { scale });
  byScale.set(scale, known);
  return known;
}
