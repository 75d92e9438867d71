import { once } from "node:events";
import { createServer } from "node:http";
import { EC2Client } from "@aws-sdk/client-ec2";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll, describe, expect, it } from "vitest";
import { accountClientSettings } from "#adapters/aws-credentials/account-client-settings.ts";
import { accountCredentials } from "#adapters/aws-credentials/account-credentials.ts";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import { awsInventory } from "#adapters/aws-inventory/aws-inventory.ts";
import type { AccountAccess } from "#core/ports/cloud-inventory.ts";

const ROLE = "arn:aws:iam::222222222222:role/reader";
const remote: AccountAccess = { accountId: "222222222222", roleArn: ROLE, externalId: "ext-1" };
const own: AccountAccess = { accountId: "111111111111", roleArn: null, externalId: null };
const HOUR_MS = 3_600_000;

const DENIED =
  "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform sts:AssumeRole</Message></Error></ErrorResponse>";

function assumed(key: string, expiresAtMs: number): string {
  return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(expiresAtMs).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

async function sts(
  answer: (callIndex: number) => { status: number; xml: string } | null,
  requestTimeoutMs = 10_000,
) {
  const forms: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      forms.push(new URLSearchParams(body));
      const given = answer(forms.length - 1);
      if (given === null) return;
      response.writeHead(given.status, { "content-type": "text/xml" });
      response.end(given.xml);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const client = new STSClient({
    ...clientSettings({ maxAttempts: 2, requestTimeoutMs }),
    region: "eu-west-1",
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { client, forms, endpoint };
}

describe("accountCredentials", () => {
  it("assumes the role with the external id under the session name pim", async () => {
    const { client, forms } = await sts(() => ({ status: 200, xml: assumed("AKIA1", Date.now() + HOUR_MS) }));
    const provider = accountCredentials(client)(remote);
    expect(await provider?.()).toMatchObject({ accessKeyId: "AKIA1", sessionToken: "t" });
    expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({
      RoleArn: ROLE,
      ExternalId: "ext-1",
      RoleSessionName: "pim",
    });
  });

  it("assumes a role once for all clients that ask together, and again five minutes before the keys end", async () => {
    const startedAtMs = Date.parse("2026-11-21T00:00:00Z");
    let atMs = startedAtMs;
    const { client, forms } = await sts((index) => ({
      status: 200,
      xml: assumed(`AKIA${index}`, startedAtMs + (index + 1) * HOUR_MS),
    }));
    const credentialsFor = accountCredentials(client, () => atMs);
    const read = async () => (await credentialsFor(remote)?.())?.accessKeyId;
    expect(await Promise.all([read(), read(), read()])).toEqual(["AKIA0", "AKIA0", "AKIA0"]);
    atMs += HOUR_MS - 5 * 60_000 - 1;
    expect(await read()).toBe("AKIA0");
    atMs += 1;
    expect(await read()).toBe("AKIA1");
    expect(forms).toHaveLength(2);
  });

  it("uses the function's own credentials where no role is named", async () => {
    const { client, forms } = await sts(() => null);
    const credentialsFor = accountCredentials(client);
    expect(credentialsFor(own)).toBeNull();
    expect(accountClientSettings(credentialsFor)(own, "eu-west-1")).not.toHaveProperty("credentials");
    expect(forms).toHaveLength(0);
  });

  it("names account and role when the role is denied, and asks again later", async () => {
    const { client, forms } = await sts((index) =>
      index === 0
        ? { status: 403, xml: DENIED }
        : { status: 200, xml: assumed("AKIA1", Date.now() + HOUR_MS) },
    );
    const provider = accountCredentials(client)(remote);
    await expect(provider?.()).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(`account 222222222222: role ${ROLE} cannot be assumed`),
    });
    expect(await provider?.()).toMatchObject({ accessKeyId: "AKIA1" });
    expect(forms).toHaveLength(2);
  });

  it("says what a machine lacks that has no login, or no region", async () => {
    const noKeys = () =>
      Promise.reject(Object.assign(new Error("none"), { name: "CredentialsProviderError" }));
    const noLogin = accountCredentials(new STSClient({ region: "eu-west-1", credentials: noKeys }))(remote);
    await expect(noLogin?.()).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("no AWS credentials to assume role"),
    });
    const noRegion = () => Promise.reject(new Error("Region is missing"));
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const nowhere = accountCredentials(new STSClient({ region: noRegion, credentials }))(remote);
    await expect(nowhere?.()).rejects.toMatchObject({
      name: "EnvironmentInvalid",
      message: expect.stringContaining("AWS_REGION is not set"),
    });
  });

  it("gives up on an STS that does not answer", async () => {
    const { client, forms } = await sts(() => null, 80);
    await expect(accountCredentials(client)(remote)?.()).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(forms).toHaveLength(2);
  });

  it("reaches the caller of an SDK client as it is", async () => {
    const { client, endpoint } = await sts(() => ({ status: 403, xml: DENIED }));
    const settingsFor = accountClientSettings(accountCredentials(client), { maxAttempts: 1 });
    const inventory = awsInventory({
      settingsFor: (account, region) => ({ ...settingsFor(account, region), endpoint }),
    });
    const wanted = { types: {}, withAuroraReaders: false };
    await expect(inventory.describe(remote, "eu-west-1", wanted)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(ROLE),
    });
  });
});

describe("clientSettings", () => {
  it("are what the SDK's clients resolve", async () => {
    const client = new EC2Client({ ...clientSettings({ maxAttempts: 7 }), region: "eu-west-1" });
    expect(await client.config.maxAttempts()).toBe(7);
    expect(await client.config.retryMode).toBe("standard");
    client.destroy();
  });
});
