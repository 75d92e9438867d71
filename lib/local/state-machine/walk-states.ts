export type JsonObject = { readonly [key: string]: unknown };

/** One state of a definition, wherever it is nested. */
export interface FoundState {
  readonly name: string;
  readonly state: JsonObject;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** State machines inside a state: the branches of a Parallel, the processor of a Map. */
function nestedMachines(state: JsonObject): readonly unknown[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [...branches, state.ItemProcessor, state.Iterator];
}

/**
 * Every state of a definition in Amazon States Language, outer ones before those inside them.
 * @example [...walkStates({ StartAt: "A", States: { A: { Type: "Succeed" } } })]; // [{ name: "A", state: { Type: "Succeed" } }]
 */
export function* walkStates(definition: unknown): Generator<FoundState> {
  if (!isObject(definition) || !isObject(definition.States)) return;
  for (const [name, state] of Object.entries(definition.States)) {
    if (!isObject(state)) continue;
    yield { name, state };
    for (const nested of nestedMachines(state)) yield* walkStates(nested);
  }
}
