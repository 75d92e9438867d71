import { once } from "node:events";
import { createServer } from "node:http";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { secretReader } from "#adapters/secrets/secret-reader.ts";

const ARN = "arn:aws:secretsmanager:eu-west-1:1:secret:db-x";
const Login = z.object({ username: z.string(), password: z.string().min(3) });

type Answer = { secret: unknown } | { error: string; status: number };

async function readerOf(answers: readonly Answer[]) {
  let callCount = 0;
  let atMs = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const answer = answers[Math.min(callCount, answers.length - 1)];
      callCount += 1;
      if (answer === undefined) return response.destroy();
      const status = "error" in answer ? answer.status : 200;
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify("error" in answer ? { __type: answer.error } : { SecretString: answer.secret }),
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = new SecretsManagerClient({
    region: "eu-west-1",
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  return {
    reader: secretReader(client, () => atMs),
    calls: () => callCount,
    wait: (ms: number) => {
      atMs += ms;
    },
  };
}

function login(password: string): Answer {
  return { secret: JSON.stringify({ username: "app", password, engine: "mysql" }) };
}

describe("secretReader", () => {
  it("keeps a secret for five minutes and not longer", async () => {
    const { reader, calls, wait } = await readerOf([login("first"), login("second")]);
    expect(await reader.read(ARN, Login)).toEqual({ username: "app", password: "first" });
    wait(5 * 60_000 - 1);
    expect((await reader.read(ARN, Login)).password).toBe("first");
    expect(calls()).toBe(1);
    wait(1);
    expect((await reader.read(ARN, Login)).password).toBe("second");
  });

  it("asks again at once when told to refresh, and keeps that answer", async () => {
    const { reader, calls } = await readerOf([login("first"), login("second")]);
    await reader.read(ARN, Login);
    expect((await reader.read(ARN, Login, { refresh: true })).password).toBe("second");
    expect((await reader.read(ARN, Login)).password).toBe("second");
    expect(calls()).toBe(2);
  });

  it("asks once for readers that come together", async () => {
    const { reader, calls } = await readerOf([login("first")]);
    await Promise.all([reader.read(ARN, Login), reader.read(ARN, Login)]);
    expect(calls()).toBe(1);
  });

  it("names the fields that are missing or wrong and never a value", async () => {
    const { reader } = await readerOf([{ secret: JSON.stringify({ password: "pw", note: "hunter2" }) }]);
    await expect(reader.read(ARN, Login)).rejects.toMatchObject({
      name: "EnvironmentInvalid",
      message: `secret ${ARN}: missing or wrong: username, password`,
    });
  });

  it("does not quote a secret that is not JSON", async () => {
    const { reader } = await readerOf([{ secret: "hunter2" }]);
    const error: unknown = await reader.read(ARN, Login).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "EnvironmentInvalid", message: `secret ${ARN} is not JSON` });
    expect(error).not.toHaveProperty("cause");
  });

  it.each([
    ["ResourceNotFoundException", 400, "EnvironmentInvalid"],
    ["AccessDeniedException", 400, "AccessDenied"],
    ["InternalServiceError", 500, "SecretUnavailable"],
    ["ThrottlingException", 400, "SecretUnavailable"],
  ])("%s (HTTP %i) is %s, and the next read asks again", async (error, status, name) => {
    const { reader } = await readerOf([{ error, status }, login("later")]);
    await expect(reader.read(ARN, Login)).rejects.toMatchObject({ name });
    expect((await reader.read(ARN, Login)).password).toBe("later");
  });
});
