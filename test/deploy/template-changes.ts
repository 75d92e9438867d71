import type { Template } from "./deployed-world.ts";

/** Resources of `after` that differ from those of `before`, by type; a logical id that is new or gone counts too. */
export function changedResources(before: Template, after: Template): Map<string, string[]> {
  const ids = new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)]);
  const changed = [...ids].filter(
    (id) => JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]),
  );
  const typeOf = (id: string) => (after.Resources[id] ?? before.Resources[id])?.Type ?? "";
  return new Map(
    [...Map.groupBy(changed, typeOf)].map(([type, ofType]) => [type, ofType.toSorted()] as const),
  );
}

/** Where the code of each function lies: another place is other code. */
export function codeOf(template: Template): Map<string, string> {
  return new Map(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
      .map(([id, { Properties }]) => [id, JSON.stringify(Properties.Code)]),
  );
}
