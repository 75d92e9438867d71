import { type CheckLine, checkLine } from "#core/model/check-line.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { Answer } from "./schema.ts";

/** What a check says of Prometheus: this stage asks the same in a run. */
function prometheusLine(answer: Answer): Promise<CheckLine> {
  const { version, targets, warnings, canCollect } = answer;
  return checkLine("Prometheus", async () => {
    if (!canCollect) throw new StageError("SourceUnavailable", warnings.join("; ") || "it has no Redis");
    const { up, down, missing, unknown } = targets;
    const counts = `Redis up ${up}, down ${down}, without target ${missing}, unknown ${unknown}`;
    return [`version ${version ?? "unknown"}`, counts, ...warnings].join("; ");
  });
}

/** The answer of a check: the lines beside what a run would have got. A source that was not asked for has none. */
export async function checkedAnswer(ask: () => Promise<Answer>, notAsked: Answer): Promise<Answer> {
  const found: { answer: Answer } = { answer: notAsked };
  const asked = await checkLine("Prometheus", async () => {
    found.answer = await ask();
    return "asked";
  });
  const { answer } = found;
  if (!asked.ok) return { ...answer, state: "failed", checks: [asked] };
  return { ...answer, checks: answer.state === "skipped" ? [] : [await prometheusLine(answer)] };
}
