import { answerDeployment, type PutAnswer } from "#core/deployment/answer-deployment.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { AccountAccess } from "#core/ports/cloud-inventory.ts";
import type { Event } from "./schema.ts";

interface Ports {
  /** Takes the role and does nothing with it. @throws StageError AccessDenied, SourceThrottled, SourceUnavailable */
  readonly take: (account: AccountAccess) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  readonly answer: PutAnswer;
}

/** What IAM was told a moment ago is not known everywhere at once: the function's own role may be as new as the watched account's. */
const TRIES = 4;
const PAUSE_MS = 10_000;

const WHAT_TO_DO =
  "deploy the member-account template there first, or leave the account out of the config until then";

/**
 * Takes the role of a watched account once. At deployment a role that cannot be taken fails the deployment in one sentence, with what to
 * do about it; in a run the same account only makes it PARTIAL.
 */
export async function tryRole(event: Event, { take, pause, answer }: Ports): Promise<string> {
  if (!("ResponseURL" in event)) return said(event, () => take(event));
  const account = event.ResourceProperties;
  const step = {
    name: "trial of a role",
    physicalId: account.roleArn,
    onRemoval: "nothing is left behind",
    work: () => said(account, () => takePatiently(account, { take, pause })),
  };
  return answerDeployment(event, step, answer);
}

async function said({ accountId, roleArn }: AccountAccess, work: () => Promise<void>): Promise<string> {
  await work();
  return `account ${accountId}: role ${roleArn} can be assumed`;
}

async function takePatiently(
  account: AccountAccess,
  { take, pause }: Pick<Ports, "take" | "pause">,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await take(account);
    } catch (error) {
      if (!(error instanceof StageError) || error.name !== "AccessDenied") throw error;
      if (tried === TRIES)
        throw new StageError("AccessDenied", `${error.message}; ${WHAT_TO_DO}`, { cause: error });
      await pause(PAUSE_MS);
    }
  }
}
