import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { STAGES, type StageId } from "#contract/stages.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { StageHandler } from "#lib/local/state-machine/stage-caller.ts";
import { aMessage } from "../../support/messages.ts";
import { fakeStages } from "./fake-stages.ts";
import { runWithFakes } from "./run-with-fakes.ts";

interface StageSchema {
  readonly Event: z.ZodType;
  readonly Answer?: z.ZodType;
}
const loadSchema = (stage: StageId): Promise<StageSchema> => import(`#stages/${stage}/schema.ts`);
const schemas = new Map(await Promise.all(STAGES.map(async ({ id }) => [id, await loadSchema(id)] as const)));

const messages = [aMessage()];
const refuse: StageHandler = () => {
  throw new StageError("DatabaseRefused", "refused");
};

async function misfits(options: Parameters<typeof runWithFakes>[0]): Promise<string[]> {
  const { calls } = await runWithFakes({ messages, ...options });
  return calls.flatMap(({ stage, payload }) => {
    const parsed = schemas.get(stage)?.Event.safeParse(payload);
    return parsed?.success ? [] : [`${stage}: ${JSON.stringify(parsed?.error?.issues)}`];
  });
}

describe("what the state machine gives a stage fits the stage's own schema", () => {
  it("in a run in which everything works", async () => {
    expect(await misfits({})).toEqual([]);
  });

  it("in a check, and in a run without any shard", async () => {
    expect(await misfits({ isCheck: true })).toEqual([]);
    expect(await misfits({ shards: {} })).toEqual([]);
  });

  it.each(STAGES.map(({ id }) => id))("where %s fails for good", async (stage) => {
    expect(await misfits({ replace: { [stage]: refuse } })).toEqual([]);
  });

  it.each(STAGES.map(({ id }) => id))("where %s runs out of its time for good", async (stage) => {
    const errors = Array.from({ length: 60 }, () => "States.Timeout");
    expect(await misfits({ inject: [{ stage, errors }] })).toEqual([]);
  });
});

describe("the fakes of these tests", () => {
  it.each(STAGES.map(({ id }) => id))("answer for %s as its schema says", async (stage) => {
    const answers: unknown[] = [];
    const { handlers } = fakeStages({ messages });
    const noting: StageHandler = (event, context) => {
      const answer = handlers[stage](event, context);
      answers.push(answer);
      return answer;
    };
    await runWithFakes({ messages, replace: { [stage]: noting } });
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) expect(schemas.get(stage)?.Answer?.safeParse(answer).error).toBeUndefined();
  });
});
