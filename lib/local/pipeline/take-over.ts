import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { lambdaContext } from "../state-machine/lambda-context.ts";
import { STAGE_HANDLERS } from "./stage-handlers.ts";

/** Ends the run that holds the lease, as the rule about ended executions would; for one whose process was killed. Says what it did. */
export async function takeOver(): Promise<string> {
  const stores = await storesOf(readEnvironment());
  const { runId } = await stores.lease.state();
  if (runId === null) return "nobody holds the lease";
  const ended = { name: runId, status: "ABORTED" };
  await STAGE_HANDLERS["14-pipeline-log"](ended, lambdaContext("14-pipeline-log"));
  return `took the lease over from ${runId}`;
}
