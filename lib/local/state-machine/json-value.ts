import type { RunOptions } from "aws-local-stepfunctions";

type Overrides = NonNullable<RunOptions["overrides"]>;

/** Stand-ins for what tasks call, by state name. */
export type TaskHandlers = NonNullable<Overrides["taskResourceLocalHandlers"]>;

/** Any JSON. */
export type JsonValue = Parameters<TaskHandlers[string]>[0];

/** What JSON makes of a value: what Lambda sends and gets. Undefined becomes null, as an answer of Lambda does. */
export function throughJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null));
}
