import middy from "@middy/core";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import { log } from "./logger.ts";

/** What Step Functions calls. */
export type StageHandler<Answer> = (event: unknown, context: unknown) => Promise<Answer>;

/**
 * What every handler wears: the event is parsed by the stage's schema, the time taken goes into the answer's counts, an error is
 * logged by name. `work` gets data that it can trust.
 * @throws InputInvalid if the event does not fit the schema, and whatever `work` throws
 */
export function stageHandler<Event, Answer>(
  stage: string,
  schema: z.ZodType<Event>,
  work: (event: Event) => Promise<Answer>,
): StageHandler<Answer> {
  const timed = async (event: unknown): Promise<Answer> => {
    const started = performance.now();
    const answer = await work(parseEvent(stage, schema, event));
    const ms = Math.round(performance.now() - started);
    log("stage ended", { stage, ms });
    return withDuration(answer, ms);
  };
  return middy(timed, NO_EARLY_END).use({
    onError: ({ error }) =>
      log("stage failed", { stage, error: error ? `${error.name}: ${error.message}` : "unknown" }),
  });
}

/** Step Functions bounds each state; an answer before the end would leave the work running behind its back. */
const NO_EARLY_END = { timeoutEarlyInMillis: 0 };

function parseEvent<Event>(stage: string, schema: z.ZodType<Event>, event: unknown): Event {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new StageError(
    "InputInvalid",
    `${stage} was called with an event that does not fit: ${z.prettifyError(parsed.error)}`,
  );
}

function withDuration<Answer>(answer: Answer, ms: number): Answer {
  if (typeof answer !== "object" || answer === null || !("counts" in answer)) return answer;
  const { counts } = answer;
  return typeof counts === "object" && counts !== null ? { ...answer, counts: { ...counts, ms } } : answer;
}
