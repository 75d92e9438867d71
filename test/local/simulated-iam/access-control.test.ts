import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EstateServers, startEstateServers } from "#lib/local/estate-server.ts";
import { createAccessControl } from "#lib/local/simulated-iam/access-control.ts";
import type { Statement } from "#lib/local/simulated-iam/policy.ts";
import { smallEstate } from "../../pipeline/small-estate.ts";

const KEY = "arn:aws:kms:us-east-1:111111111111:key/1";
const HUB = "arn:aws:iam::111111111111:role/Local/Local-Function";
const MEMBER = "arn:aws:iam::222222222222:role/read";

function allow(action: string, resource: string, conditions: Statement["conditions"] = {}): Statement {
  return { sid: "", actions: [action], resources: [resource], conditions };
}

const access = createAccessControl({
  keys: { archiveKeyArn: KEY, secretKeyArn: null },
  memberRoles: new Map([
    [
      "222222222222",
      {
        trust: [
          allow("sts:AssumeRole", "*", {
            StringEquals: { "sts:ExternalId": ["agreed"] },
            ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:role/Local/*"] },
          }),
        ],
        statements: [
          allow("ec2:DescribeInstances", "*", { StringEquals: { "aws:RequestedRegion": ["us-east-1"] } }),
        ],
      },
    ],
  ]),
});
let servers: EstateServers;
beforeAll(async () => {
  servers = await startEstateServers(smallEstate(), {
    clock: Date.parse("2026-11-03T07:00:00Z") / 1000,
    access,
  });
});
afterAll(() => servers.stop());

const settings = (accessKeyId: string, region = "us-east-1") => ({
  ...{ endpoint: servers.awsUrl, region, maxAttempts: 1 },
  credentials: { accessKeyId, secretAccessKey: "simulated" },
});

/** Gives a new key what the statements allow. */
let keyCount = 0;
function keyWith(statements: readonly Statement[], roleArn = HUB): string {
  keyCount += 1;
  access.grant(`AKIA-${keyCount}`, { roleArn, statements });
  return `AKIA-${keyCount}`;
}

describe("an object", () => {
  const put = allow("s3:PutObject", "arn:aws:s3:::b/runs/*");
  const get = allow("s3:GetObject", "arn:aws:s3:::b/runs/*");
  const viaS3 = { StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] } };
  const object = { Bucket: "b", Key: "runs/1" };
  const s3 = (...statements: Statement[]) =>
    new S3Client({ ...settings(keyWith(statements)), forcePathStyle: true });

  it("takes the right to write it and the right to its key by way of S3", async () => {
    const write = (client: S3Client) => client.send(new PutObjectCommand({ ...object, Body: "x" }));
    const denied = { name: "AccessDenied" };
    await expect(write(s3(put))).rejects.toMatchObject(denied);
    await expect(
      write(
        s3(
          put,
          allow("kms:GenerateDataKey", KEY, {
            StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com"] },
          }),
        ),
      ),
    ).rejects.toMatchObject(denied);
    await expect(write(s3(allow("kms:GenerateDataKey", KEY, viaS3)))).rejects.toMatchObject(denied);
    await expect(write(s3(put, allow("kms:GenerateDataKey", KEY, viaS3)))).resolves.toBeDefined();
    await expect(s3(get).send(new GetObjectCommand(object))).rejects.toMatchObject(denied);
    await expect(
      s3(get, allow("kms:Decrypt", KEY, viaS3)).send(new GetObjectCommand(object)),
    ).resolves.toBeDefined();
  });

  it("that is missing is missing for those who may list, and denied to the others", async () => {
    const head = (client: S3Client) => client.send(new HeadObjectCommand({ Bucket: "b", Key: "runs/none" }));
    await expect(head(s3(get))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(head(s3(get, allow("s3:ListBucket", "arn:aws:s3:::b")))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("a role of another account", () => {
  const assume = (accessKeyId: string, ExternalId?: string) =>
    new STSClient(settings(accessKeyId)).send(
      new AssumeRoleCommand({ RoleArn: MEMBER, RoleSessionName: "test", ExternalId }),
    );
  const may = allow("sts:AssumeRole", MEMBER);

  it("is taken by who may and is trusted, with the external id that was agreed", async () => {
    await expect(assume(keyWith([may]), "agreed")).resolves.toBeDefined();
    await expect(assume(keyWith([may]), "guessed")).rejects.toThrow();
    await expect(assume(keyWith([may]))).rejects.toThrow();
    await expect(assume(keyWith([]), "agreed")).rejects.toThrow();
    await expect(assume(keyWith([may], "arn:aws:iam::111111111111:role/Other"), "agreed")).rejects.toThrow();
  });

  it("may do there what its own policy says", async () => {
    const { Credentials } = await assume(keyWith([may]), "agreed");
    const look = (region: string) =>
      new EC2Client(settings(Credentials?.AccessKeyId ?? "", region)).send(new DescribeInstancesCommand({}));
    await expect(look("us-east-1")).resolves.toBeDefined();
    await expect(look("us-west-2")).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  });
});
