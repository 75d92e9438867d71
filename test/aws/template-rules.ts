import { isObject, type JsonObject } from "#lib/local/state-machine/walk-states.ts";

type Resources = Readonly<Record<string, JsonObject>>;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

function ofType(resources: Resources, type: string): [string, JsonObject][] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([name, { Properties }]) => [name, objectOf(Properties)]);
}

/** Statements of every role and policy, resource policies of buckets and keys apart. */
function statements(resources: Resources): [string, JsonObject][] {
  const inline = ofType(resources, "AWS::IAM::Role").flatMap(([name, { Policies }]) =>
    list(Policies ?? []).map((policy): [string, unknown] => [name, objectOf(policy).PolicyDocument]),
  );
  const attached = ofType(resources, "AWS::IAM::Policy").map(
    ([name, { PolicyDocument }]): [string, unknown] => [name, PolicyDocument],
  );
  return [...inline, ...attached].flatMap(([name, document]) =>
    list(objectOf(document).Statement).map((statement): [string, JsonObject] => [name, objectOf(statement)]),
  );
}

/** The only actions that may stand beside the resource `*`: AWS knows no resource for them, or they look for what is there. */
const WITHOUT_RESOURCE =
  /^(xray:|logs:(Create|Delete|Get|List|Update)LogDeliver|logs:Describe|logs:PutResourcePolicy|ec2:Describe(NetworkInterfaces|Subnets|Instances)$|cloudwatch:(DescribeAlarms|GetMetricData|ListMetrics)$|tag:GetResources$|rds:(Describe|ListTags)|elasticache:(Describe|ListTags))/;

/** A password in a property that holds one, but a reference to where it is kept. */
const WRITTEN_SECRET = /"(SecretString|MasterUserPassword|AuthToken|Password)":"(?!\{\{resolve:)/;

type Rule = (resources: Resources) => string[];

/** What every template of ours keeps; each rule names the resources that break it. */
export const TEMPLATE_RULES: Readonly<Record<string, Rule>> = {
  "every function runs on arm64": (resources) =>
    ofType(resources, "AWS::Lambda::Function")
      .filter(([, { Architectures }]) => JSON.stringify(Architectures) !== '["arm64"]')
      .map(([name]) => name),
  "no role has an action with a wildcard": (resources) =>
    statements(resources)
      .filter(([, { Action }]) => list(Action).some((action) => String(action).includes("*")))
      .map(([name]) => name),
  "no role is allowed what it is not told": (resources) =>
    statements(resources)
      .filter(([, statement]) => "NotAction" in statement || "NotResource" in statement)
      .map(([name]) => name),
  "no role has the resource * but where AWS knows no other": (resources) =>
    statements(resources)
      .filter(([, { Resource }]) => list(Resource).includes("*"))
      .filter(([, { Action }]) => list(Action).some((action) => !WITHOUT_RESOURCE.test(String(action))))
      .map(([name]) => name),
  "no service takes a role in another account's name, as far as it says whose": (resources) =>
    ofType(resources, "AWS::IAM::Role")
      .filter(([, { AssumeRolePolicyDocument }]) =>
        list(objectOf(AssumeRolePolicyDocument).Statement).map(objectOf).some(isForAnybody),
      )
      .map(([name]) => name),
  "every log group expires": (resources) =>
    ofType(resources, "AWS::Logs::LogGroup")
      .filter(([, { RetentionInDays }]) => typeof RetentionInDays !== "number")
      .map(([name]) => name),
  "every function writes to a log group of its own": (resources) => repeated(resources, "LoggingConfig"),
  "every function has a role of its own": (resources) => repeated(resources, "Role"),
  "every bucket refuses plain text": (resources) => {
    const policies = ofType(resources, "AWS::S3::BucketPolicy");
    return ofType(resources, "AWS::S3::Bucket")
      .map(([name]) => name)
      .filter(
        (name) => !policies.some(([, policy]) => objectOf(policy.Bucket).Ref === name && deniesPlain(policy)),
      );
  },
  "no variable holds a secret": (resources) =>
    ofType(resources, "AWS::Lambda::Function")
      .filter(([, { Environment }]) =>
        Object.entries(objectOf(objectOf(Environment).Variables)).some(
          ([name, value]) =>
            /(PASSWORD|TOKEN|KEY|DATABASE_URL)$/.test(name) ||
            /\/\/[^/]*:[^/]*@|\{\{resolve:/.test(JSON.stringify(value)),
        ),
      )
      .map(([name]) => name),
  "no secret is written down": (resources) =>
    Object.entries(resources)
      .filter(([, { Properties }]) => WRITTEN_SECRET.test(JSON.stringify(Properties ?? {})))
      .map(([name]) => name),
  "every alarm may publish to its topics, and use their keys": (resources) =>
    ofType(resources, "AWS::CloudWatch::Alarm")
      .filter(([, { AlarmActions, OKActions }]) =>
        [...list(AlarmActions ?? []), ...list(OKActions ?? [])].some(
          (action) => !hearsAlarms(resources, String(objectOf(action).Ref)),
        ),
      )
      .map(([name]) => name),
  "no security group lets anything in but an endpoint's": (resources) =>
    ofType(resources, "AWS::EC2::SecurityGroup")
      .filter(
        ([name, { SecurityGroupIngress }]) => SecurityGroupIngress !== undefined && !/Endpoint/.test(name),
      )
      .map(([name]) => name),
};

/** Lambda takes a function's role without naming an account: that a function is in it is what it checks. */
function isForAnybody({ Principal, Condition }: JsonObject): boolean {
  const services = list(objectOf(Principal).Service ?? []).filter((one) => one !== "lambda.amazonaws.com");
  return services.length > 0 && objectOf(objectOf(Condition).StringEquals)["aws:SourceAccount"] === undefined;
}

function repeated(resources: Resources, property: string): string[] {
  const functions = ofType(resources, "AWS::Lambda::Function");
  const byValue = Map.groupBy(functions, ([, properties]) => JSON.stringify(properties[property]) ?? "none");
  return [...byValue]
    .filter(([value, sharing]) => value === "none" || sharing.length > 1)
    .flatMap(([, sharing]) => sharing.map(([name]) => name));
}

/** A topic with a policy has no default policy, and a key no other users than it names: both must let CloudWatch in. */
function hearsAlarms(resources: Resources, topic: string): boolean {
  const { KmsMasterKeyId } = objectOf(resources[topic]?.Properties);
  const [key] = list(objectOf(KmsMasterKeyId)["Fn::GetAtt"]);
  const policies = ofType(resources, "AWS::SNS::TopicPolicy").filter(([, { Topics }]) =>
    list(Topics).some((one) => objectOf(one).Ref === topic),
  );
  const { KeyPolicy } = objectOf(resources[String(key)]?.Properties);
  return (
    policies.some(([, { PolicyDocument }]) => letsCloudWatch(PolicyDocument, "sns:Publish")) &&
    letsCloudWatch(KeyPolicy, "kms:GenerateDataKey")
  );
}

function letsCloudWatch(document: unknown, action: string): boolean {
  return list(objectOf(document).Statement)
    .map(objectOf)
    .some(
      ({ Effect, Action, Principal }) =>
        Effect === "Allow" &&
        list(Action).includes(action) &&
        list(objectOf(Principal).Service).includes("cloudwatch.amazonaws.com"),
    );
}

function deniesPlain({ PolicyDocument }: JsonObject): boolean {
  return list(objectOf(PolicyDocument).Statement).some((statement) => {
    const { Effect, Condition } = objectOf(statement);
    return Effect === "Deny" && objectOf(objectOf(Condition).Bool)["aws:SecureTransport"] === "false";
  });
}
