import type { TopicName } from "../contract/topics.ts";

/** How many listen to a topic: those who confirmed, and those whom SNS has asked and who have not answered yet. */
export interface SubscriptionCounts {
  readonly confirmed: number;
  readonly pending: number;
}

/** Looks at one topic. @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused, ContractBroken */
export type CountSubscriptions = () => Promise<SubscriptionCounts>;

/** The topics that are deployed; none on a person's machine, which has no topics. */
export type DeployedTopics = ReadonlyMap<TopicName, CountSubscriptions>;
