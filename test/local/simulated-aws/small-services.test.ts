import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AwsSimulation, settings, startSimulation } from "./simulation.ts";

let simulation: AwsSimulation;

beforeAll(async () => {
  simulation = await startSimulation();
});
afterAll(() => simulation.stop());
afterEach(() => simulation.state.faults.set([]));

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${simulation.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

const ROLE = "arn:aws:iam::222222222222:role/infra-monitoring-reader";
const assume = () =>
  new STSClient(settings(simulation.url)).send(
    new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "pim" }),
  );

describe("sts", () => {
  it("an assumed role's keys belong to the role's account", async () => {
    const { Credentials } = await assume();
    const client = new STSClient({
      ...settings(simulation.url),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    });
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "222222222222" });
  });

  it("any other key belongs to the estate's first account", async () => {
    const client = new STSClient({
      ...settings(simulation.url),
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "111111111111" });
  });

  it("can deny the role of one account", async () => {
    simulation.state.faults.set([
      { service: "sts", action: "AssumeRole", accountId: "222222222222", kind: "deny" },
    ]);
    await expect(assume()).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("secretsmanager", () => {
  const client = () => new SecretsManagerClient(settings(simulation.url));

  it("gives the secrets that were set", async () => {
    await control("POST", "secrets", { "infra/database": '{"password":"x"}' });
    const got = await client().send(new GetSecretValueCommand({ SecretId: "infra/database" }));
    expect(got.SecretString).toBe('{"password":"x"}');
  });

  it("says ResourceNotFoundException of others", async () => {
    await expect(client().send(new GetSecretValueCommand({ SecretId: "nope" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("throttles and denies by its own names", async () => {
    simulation.state.faults.set([{ service: "secretsmanager", kind: "throttle", times: 1 }]);
    const call = () => client().send(new GetSecretValueCommand({ SecretId: "infra/database" }));
    await expect(call()).rejects.toMatchObject({ name: "ThrottlingException" });
    simulation.state.faults.set([{ service: "secretsmanager", kind: "deny" }]);
    await expect(call()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("sns", () => {
  const TopicArn = "arn:aws:sns:us-east-1:111111111111:critical";
  const publish = (Message: string) =>
    new SNSClient(settings(simulation.url)).send(
      new PublishCommand({
        TopicArn,
        Subject: "Memory",
        Message,
        MessageAttributes: { owner: { DataType: "String.Array", StringValue: '["a","b"]' } },
      }),
    );

  it("keeps what was published, characters unharmed", async () => {
    await control("DELETE", "sns");
    const { MessageId } = await publish('<b>&"ü☕\nsecond line');
    expect(await control("GET", "sns")).toEqual([
      {
        ...{ topicArn: TopicArn, subject: "Memory", message: '<b>&"ü☕\nsecond line', messageId: MessageId },
        attributes: { owner: '["a","b"]' },
      },
    ]);
  });

  it("takes 262,144 bytes and refuses one more", async () => {
    await expect(publish("x".repeat(262_144))).resolves.toBeDefined();
    await expect(publish("x".repeat(262_145))).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

describe("the subscriptions of a topic", () => {
  const TopicArn = "arn:aws:sns:us-east-1:111111111111:critical";
  const attributes = async () =>
    (await new SNSClient(settings(simulation.url)).send(new GetTopicAttributesCommand({ TopicArn })))
      .Attributes;

  it("are one that is confirmed, or as many as were set", async () => {
    expect(await attributes()).toMatchObject({ SubscriptionsConfirmed: "1", SubscriptionsPending: "0" });
    await control("POST", "subscriptions", { [TopicArn]: { confirmed: 0, pending: 2 } });
    expect(await attributes()).toMatchObject({ SubscriptionsConfirmed: "0", SubscriptionsPending: "2" });
    await control("POST", "subscriptions", {});
  });
});

describe("control", () => {
  it("sets and tells the clock", async () => {
    const before = simulation.state.nowSeconds;
    await control("POST", "clock", { now: 1_790_000_000 });
    expect(await control("GET", "clock")).toEqual({ now: 1_790_000_000 });
    simulation.state.nowSeconds = before;
  });

  it("counts calls by service and action", async () => {
    await control("DELETE", "calls");
    await assume();
    await assume();
    expect(await control("GET", "calls")).toEqual({ "sts.AssumeRole": 2 });
  });

  it("refuses a rule with an unknown kind", async () => {
    expect(await control("POST", "faults", [{ service: "ec2", kind: "meteor" }])).toMatchObject({
      error: expect.stringContaining("kind"),
    });
  });
});
