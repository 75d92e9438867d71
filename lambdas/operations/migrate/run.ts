import { failureSentence } from "./failure-sentence.ts";
import type { DeploymentEvent, Event } from "./schema.ts";

/** What CloudFormation is told. */
export interface DeploymentAnswer {
  readonly Status: "SUCCESS" | "FAILED";
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

interface Ports {
  /** Creates what is missing of the tables and users, or checks them. @returns what it found, in words */
  readonly migrate: () => Promise<string>;
  readonly answer: (url: string, answer: DeploymentAnswer) => Promise<void>;
}

/** The tables are no resource that could be replaced: one id for ever, so that CloudFormation never deletes an old one. */
const PHYSICAL_ID = "infra-tables";

/**
 * Migrates, and answers CloudFormation if it asked: a failure becomes the deployment's, in one sentence. Removing the stack leaves the
 * tables alone.
 */
export async function migrateAtDeployment(event: Event, ports: Ports): Promise<string> {
  if (event.ResponseURL === undefined) return ports.migrate();
  const { Status, Reason } = await outcome(event.RequestType, ports);
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = PHYSICAL_ID } = event;
  await ports.answer(event.ResponseURL, {
    Status,
    Reason,
    PhysicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  });
  return Reason;
}

async function outcome(
  requestType: DeploymentEvent["RequestType"],
  { migrate }: Ports,
): Promise<Pick<DeploymentAnswer, "Status" | "Reason">> {
  if (requestType === "Delete") return { Status: "SUCCESS", Reason: "the tables stay" };
  try {
    return { Status: "SUCCESS", Reason: `infra_* tables: ${await migrate()}` };
  } catch (error) {
    return { Status: "FAILED", Reason: failureSentence(error) };
  }
}
