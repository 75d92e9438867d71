import { StageError } from "#core/model/stage-error.ts";

const TIME_LIMIT_MS = 30_000;

/**
 * Puts the answer of a custom resource where CloudFormation waits for it: a signed address in S3, made for one body without a content
 * type.
 * @throws StageError SourceUnavailable if it is not taken
 */
export async function putDeploymentAnswer(url: string, answer: object): Promise<void> {
  const reply = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "" },
    body: JSON.stringify(answer),
    redirect: "error",
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  }).catch((cause: unknown) => {
    throw new StageError("SourceUnavailable", "CloudFormation's address for the answer cannot be reached", {
      cause,
    });
  });
  if (!reply.ok)
    throw new StageError(
      "SourceUnavailable",
      `CloudFormation's address for the answer replied ${reply.status}`,
    );
}
