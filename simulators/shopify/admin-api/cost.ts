import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";
import { Kind } from "graphql";

/** Parts that Shopify does not charge for as objects of their own. */
const freeFields = /(Set|Money|pageInfo|Count|edges|node|nodes|userErrors)$/;

type Costing = { fragments: Map<string, FragmentDefinitionNode>; variables: Record<string, unknown> };

function pageSize(field: FieldNode, costing: Costing): number | null {
  const argument = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last");
  if (!argument) return null;
  if (argument.value.kind === Kind.INT) return Number(argument.value.value);
  if (argument.value.kind === Kind.VARIABLE) return Number(costing.variables[argument.value.name.value] ?? 0);
  return null;
}

function costOf(selections: SelectionSetNode, costing: Costing): number {
  return selections.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + costOf(selection.selectionSet, costing);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = costing.fragments.get(selection.name.value);
      return sum + (fragment ? costOf(fragment.selectionSet, costing) : 0);
    }
    if (!selection.selectionSet) return sum;
    const inner = costOf(selection.selectionSet, costing);
    const size = pageSize(selection, costing);
    if (size !== null) return sum + 2 + size * Math.max(1, inner);
    return sum + inner + (freeFields.test(selection.name.value) ? 0 : 1);
  }, 0);
}

/**
 * An estimate of Shopify's requested cost in points: objects 1, lists 2 and their page size times what is inside,
 * mutations 10. Shopify's own formula is not published in full, so the figure is near, not equal.
 */
export function requestedCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  if (operation.operation === "mutation") return 10 * operation.selectionSet.selections.length;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return Math.max(1, costOf(operation.selectionSet, { fragments, variables }));
}

/** The points that an answer used: one for each object that came back, at most what was requested. */
export function actualCost(data: unknown, requested: number): number {
  const objects = (value: unknown): number => {
    if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + objects(one), 0);
    if (value === null || typeof value !== "object") return 0;
    const rows = Object.entries(value);
    return rows.reduce(
      (sum, [name, inner]) => sum + objects(inner) - (freeFields.test(name) && !Array.isArray(inner) ? 1 : 0),
      1,
    );
  };
  return Math.max(1, Math.min(requested, objects(data)));
}
