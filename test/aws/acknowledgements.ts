/** Findings of cdk-nag that stay, each with its reason. `*` in an id stands for the part that differs from function to function. */
export const ACKNOWLEDGEMENTS = [
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: /\/Functions\/[^/]+\/Role\/Resource$/,
    reason:
      "X-Ray, the two EC2 actions that describe for Lambda's network interfaces, and the describe and metric actions of 01, 04 and 05 know no resources; the latter are bound to regions.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: /\/Pipeline\/Role\/Resource$/,
    reason: "Log delivery and X-Ray know no resources.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<Functions[0-9a-z]+Function[0-9A-F]+\.Arn>:\*\]$/,
    path: /\/Pipeline\/Role\/Resource$/,
    reason:
      "Every version of a stage's function: an execution that began before a deployment goes on with those of that time.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<ArchiveBucket[0-9A-F]+\.Arn>\/(runs\/\*\/[a-z0-9-]+|samples\/database)\/\*\]$/,
    path: /\/Functions\/[^/]+\/Role\/Resource$/,
    reason:
      "Keys begin with the run, which a role cannot know: each role names the stages whose objects it may touch.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface\/\*\]$/,
    path: /\/Functions\/[^/]+\/Role\/Resource$/,
    reason:
      "Lambda makes the network interfaces: their ids are not known before. Subnets and groups are named.",
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    path: /\/DeadLetters\/Resource$/,
    reason: "It is the dead-letter queue itself.",
  },
] as const;
