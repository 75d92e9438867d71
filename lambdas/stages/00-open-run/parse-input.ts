import * as z from "zod";
import { RunInput } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";

const ACCEPTED =
  'accepted: {} | {"runDate":"YYYY-MM-DD"} | {"from":"YYYY-MM-DD","to":"YYYY-MM-DD"} | {"backfillDays":90}, each with "only":["redis","rds","ec2","database","cloudwatch"], "dryRun":true or "check":true';

/** The execution's input, or a refusal that says what is accepted. Nothing (null, an empty string) means `{}`. @throws InputInvalid */
export function parseInput(input: unknown): RunInput {
  const parsed = RunInput.safeParse(input === null || input === undefined || input === "" ? {} : input);
  if (parsed.success) return parsed.data;
  throw new StageError("InputInvalid", `the input is not valid: ${wrongIn(parsed.error)}; ${ACCEPTED}`);
}

/** An input of thousands of keys has as many to name. */
const LONGEST_COMPLAINT = 1000;

function wrongIn(error: z.ZodError): string {
  const text = z.prettifyError(error).replaceAll("\n", " ");
  return text.length > LONGEST_COMPLAINT ? `${text.slice(0, LONGEST_COMPLAINT)}…` : text;
}
