import type { StateMachine } from "aws-local-stepfunctions";

type EventLog = ReturnType<StateMachine["run"]>["eventLogs"] extends AsyncGenerator<infer E> ? E : never;

/** One event of an execution, as the interpreter logs it. */
export type HistoryEvent = EventLog;

/** States entered, retries included: what a Standard workflow is billed by. */
export function countTransitions(history: readonly HistoryEvent[]): number {
  return history.filter(({ type }) => type === "StateEntered" || type === "StateRetried").length;
}
