import { describe, expect, it } from "vitest";
import { isAllowed, type Statement } from "#lib/local/simulated-iam/policy.ts";
import { templateResolver } from "#lib/local/simulated-iam/template-resolver.ts";

const statement = (part: Partial<Statement> = {}): Statement => ({
  ...{ sid: "", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/runs/*/10-score/*"], conditions: {} },
  ...part,
});
const asked = (part = {}) => ({
  ...{ action: "s3:GetObject", resource: "arn:aws:s3:::b/runs/r/10-score/all", context: {} },
  ...part,
});

describe("a policy", () => {
  it("allows what a statement names, and denies everything else", () => {
    expect(isAllowed([statement()], asked())).toBe(true);
    expect(isAllowed([], asked())).toBe(false);
    expect(isAllowed([statement()], asked({ action: "s3:PutObject" }))).toBe(false);
    expect(isAllowed([statement()], asked({ resource: "arn:aws:s3:::b/runs/r/09-baseline/all" }))).toBe(
      false,
    );
    expect(isAllowed([statement()], asked({ resource: "arn:aws:s3:::c/runs/r/10-score/all" }))).toBe(false);
  });

  it("reads ? as one character, and a dot as a dot", () => {
    const secret = statement({ actions: ["a:B"], resources: ["arn:x:secret/db.1-??????"] });
    const ask = (resource: string) => isAllowed([secret], { action: "a:B", resource, context: {} });
    expect(ask("arn:x:secret/db.1-AbCdEf")).toBe(true);
    expect(ask("arn:x:secret/db.1-AbCdE")).toBe(false);
    expect(ask("arn:x:secret/dbx1-AbCdEf")).toBe(false);
  });

  it("holds a statement to all of its conditions; a key that AWS does not set fulfils none", () => {
    const bound = statement({
      conditions: {
        StringEquals: { "aws:RequestedRegion": ["us-east-1", "us-west-2"] },
        StringLike: { "s3:prefix": ["runs/*"] },
      },
    });
    const ask = (context: Record<string, string>) => isAllowed([bound], asked({ context }));
    expect(ask({ "aws:RequestedRegion": "us-west-2", "s3:prefix": "runs/r" })).toBe(true);
    expect(ask({ "aws:RequestedRegion": "eu-west-1", "s3:prefix": "runs/r" })).toBe(false);
    expect(ask({ "aws:RequestedRegion": "us-west-2", "s3:prefix": "samples/" })).toBe(false);
    expect(ask({ "aws:RequestedRegion": "us-west-2" })).toBe(false);
  });

  it("with an operator that is not simulated is refused, not guessed", () => {
    const odd = statement({ conditions: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } } });
    expect(() => isAllowed([odd], asked())).toThrow("IpAddress is not simulated");
  });
});

describe("the references of a template", () => {
  const resolve = templateResolver(
    {
      ArchiveBucket1: { Type: "AWS::S3::Bucket" },
      Key2: { Type: "AWS::KMS::Key" },
      Topic3: { Type: "AWS::SNS::Topic" },
    },
    { "AWS::Region": "eu-west-1", "AWS::AccountId": "111111111111", Regions: ["a", "b"] },
  );

  it.each([
    [{ Ref: "ArchiveBucket1" }, "archivebucket1"],
    [{ Ref: "Topic3" }, "arn:aws:sns:eu-west-1:111111111111:Topic3"],
    [{ Ref: "Regions" }, ["a", "b"]],
    [{ "Fn::GetAtt": ["Key2", "Arn"] }, "arn:aws:kms:eu-west-1:111111111111:key/Key2"],
    [
      { "Fn::Join": ["", [{ "Fn::GetAtt": ["ArchiveBucket1", "Arn"] }, "/runs/*"]] },
      "arn:aws:s3:::archivebucket1/runs/*",
    ],
    [{ "Fn::Sub": [`\${AWS::Partition}:\${Hub}`, { Hub: { Ref: "AWS::AccountId" } }] }, "aws:111111111111"],
    [{ Statement: [{ Ref: "AWS::URLSuffix" }, 1, null] }, { Statement: ["amazonaws.com", 1, null] }],
  ])("%j become names", (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it("by a function that is not simulated are refused", () => {
    expect(() => resolve({ "Fn::ImportValue": "x" })).toThrow("Fn::ImportValue is not simulated");
  });
});
