import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it, vi } from "vitest";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

function sdkError(name: string, httpStatusCode?: number, code?: string): Error {
  const metadata = httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } };
  return Object.assign(new Error("text"), { name, ...metadata, ...(code === undefined ? {} : { code }) });
}

describe("awsFailure", () => {
  it.each([
    ["Throttling", 400, "SourceThrottled"],
    ["RequestLimitExceeded", 503, "SourceThrottled"],
    ["SlowDown", 503, "SourceThrottled"],
    ["SomethingNew", 429, "SourceThrottled"],
    ["UnauthorizedOperation", 403, "AccessDenied"],
    ["AuthFailure", 401, "AccessDenied"],
    ["OptInRequired", 400, "AccessDenied"],
    ["InternalFailure", 500, "SourceUnavailable"],
    ["SyntaxError", 200, "SourceUnavailable"],
    ["ValidationError", 400, "SourceRefused"],
  ])("%s with HTTP %i is %s", (name, status, expected) => {
    expect(awsFailure(sdkError(name, status))).toBe(expected);
  });

  it("takes errors of the network as an unavailable source", () => {
    expect(awsFailure(sdkError("TimeoutError"))).toBe("SourceUnavailable");
    expect(awsFailure(sdkError("Error", undefined, "ECONNREFUSED"))).toBe("SourceUnavailable");
  });

  it("knows the bare error of a client that was given no region", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    const call = new STSClient({}).send(new GetCallerIdentityCommand({}));
    const error = await call.catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(awsFailure(error)).toBe("EnvironmentInvalid");
  });

  it("does not claim a programming error", () => {
    expect(awsFailure(new TypeError("x is undefined"))).toBeNull();
    expect(awsFailure("text")).toBeNull();
  });

  it("keeps the first line of a message only", () => {
    expect(failureText(new Error("first\nsecond"))).toBe("Error: first");
  });
});
