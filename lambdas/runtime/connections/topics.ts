import { SNSClient } from "@aws-sdk/client-sns";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import { subscriptionCounts } from "#adapters/sns/subscription-counts.ts";
import { TOPICS } from "#contract/topics.ts";
import type { DeployedTopics } from "#core/ports/topic-subscriptions.ts";
import type { Environment } from "../environment.ts";
import { memoised } from "../memoised.ts";

const clients = memoised(() => new SNSClient(clientSettings()));

/** The topics whose ARNs the environment names. */
export function topicsOf(environment: Environment): DeployedTopics {
  return new Map(
    TOPICS.flatMap(({ name, arnVariable }) => {
      const arn = environment[arnVariable];
      return arn === undefined ? [] : [[name, () => subscriptionCounts(clients(""), arn)] as const];
    }),
  );
}
