import type { DeploymentEvent } from "./deployment-event.ts";
import { failureSentence } from "./failure-sentence.ts";

/** What CloudFormation is told. */
export interface DeploymentAnswer {
  readonly Status: "SUCCESS" | "FAILED";
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** Puts an answer where CloudFormation waits for it. */
export type PutAnswer = (url: string, answer: DeploymentAnswer) => Promise<void>;

/** Something that a deployment waits for. */
export interface DeploymentStep {
  /** In the sentence of a failure that is not ours. */
  readonly name: string;
  /** Nothing here is a resource that could be replaced: one id for ever, so that CloudFormation never deletes an old one. */
  readonly physicalId: string;
  /** What is said when it is taken out of the stack: it leaves everything as it is. */
  readonly onRemoval: string;
  /** @returns what was done, in words */
  readonly work: () => Promise<string>;
}

/** Does the work of a step and answers CloudFormation: a failure becomes the deployment's, in one sentence, which is returned too. */
export async function answerDeployment(
  event: DeploymentEvent,
  step: DeploymentStep,
  put: PutAnswer,
): Promise<string> {
  const { Status, Reason } = await outcome(event.RequestType, step);
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = step.physicalId } = event;
  const answer = { Status, Reason, PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  await put(event.ResponseURL, answer);
  return Reason;
}

async function outcome(
  requestType: DeploymentEvent["RequestType"],
  { name, onRemoval, work }: DeploymentStep,
): Promise<Pick<DeploymentAnswer, "Status" | "Reason">> {
  if (requestType === "Delete") return { Status: "SUCCESS", Reason: onRemoval };
  try {
    return { Status: "SUCCESS", Reason: await work() };
  } catch (error) {
    return { Status: "FAILED", Reason: failureSentence(error, name) };
  }
}
