import { harmlessJson } from "#core/model/harmless-json.ts";
import { readEnvironment } from "./environment.ts";

/** The fields that a log line may carry: an allow-list, so that nothing secret gets in by way of an object. */
export interface LogFields {
  readonly stage?: string;
  readonly runId?: string;
  readonly shard?: string;
  readonly ms?: number;
  readonly error?: string;
  readonly state?: string;
  readonly table?: string;
  readonly rows?: number;
}

/** Writes one JSON line to standard output, which Lambda ships to the function's log group. */
export function log(message: string, fields: LogFields = {}): void {
  if (readEnvironment().LOG_LEVEL === "silent") return;
  process.stdout.write(`${harmlessJson({ message, ...fields })}\n`);
}
