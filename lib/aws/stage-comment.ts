import { STAGES, type StageId } from "#contract/stages.ts";

/** What a person may start an execution with, for the console. */
export const INPUT_HELP =
  'Input: {} for the last two UTC days and what they lack, {"runDate":"2026-11-21"} for one day, {"from":"2026-11-15","to":"2026-11-21"} ' +
  'for a range, {"backfillDays":90} for history; add {"only":["redis"]}, {"dryRun":true} or {"check":true}.';

/** Sources that a rerun may be narrowed to, by the stage that a person looks at. */
const ONLY: Partial<Record<StageId, string>> = {
  "03-collect-redis": "redis",
  "04-collect-rds": "rds",
  "05-collect-ec2": "ec2",
  "05b-collect-database": "database",
  "05c-collect-cloudwatch": "cloudwatch",
};

function rerunInput(stage: StageId): string {
  const only = ONLY[stage];
  return only === undefined
    ? '{"runDate":"YYYY-MM-DD"} or {"from":"YYYY-MM-DD","to":"YYYY-MM-DD"}'
    : `{"runDate":"YYYY-MM-DD","only":["${only}"]}`;
}

/** Title of a stage. Throws for an id that the contract does not list. */
export function stageTitle(stage: StageId): string {
  const found = STAGES.find(({ id }) => id === stage);
  if (found === undefined) throw new RangeError(`no stage ${stage} in the contract's STAGES`);
  return found.title;
}

/**
 * Comment of a stage's state: what it does, and what to start instead of editing anything when it failed.
 * @example stageComment("10-score"); // "Z-scores, Western Electric rules, rate of change. Running it again changes nothing. To rerun: …"
 */
export function stageComment(stage: StageId): string {
  return `${stageTitle(stage)}. Running it again changes nothing. To rerun: a new execution with ${rerunInput(stage)}.`;
}
