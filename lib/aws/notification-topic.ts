import type { IKey } from "aws-cdk-lib/aws-kms";
import { SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, UrlSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";

export interface NotificationTopicProps {
  readonly encryptionKey: IKey;
  readonly emails: readonly string[];
  /** HTTPS addresses. */
  readonly webhooks: readonly string[];
}

/** An encrypted topic that takes messages over TLS only. Each address gets a request to confirm from SNS first. */
export function notificationTopic(scope: Construct, id: string, props: NotificationTopicProps): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true, masterKey: props.encryptionKey });
  for (const email of props.emails) topic.addSubscription(new EmailSubscription(email));
  for (const url of props.webhooks)
    topic.addSubscription(new UrlSubscription(url, { protocol: SubscriptionProtocol.HTTPS }));
  return topic;
}
