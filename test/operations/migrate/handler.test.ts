import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../../lambdas/operations/migrate/handler.ts";
import { freshDatabase, startTestServer } from "../../adapters/mysql/test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());
afterEach(() => vi.unstubAllEnvs());

describe.skipIf(server === undefined)("the migration's handler", () => {
  it("creates the tables from the DDL beside it, tells CloudFormation, and finds them the second time", async () => {
    const test = await freshDatabase(server, { isEmpty: true });
    vi.stubEnv("DATABASE_URL", test.url);
    vi.stubEnv("LOG_LEVEL", "silent");
    const answers: unknown[] = [];
    const address = createServer(async (request, reply) => {
      answers.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      reply.end();
    });
    await new Promise<void>((resolve) => address.listen(0, "127.0.0.1", resolve));
    const { port } = address.address() as AddressInfo;
    const event = (RequestType: string) => ({
      RequestType,
      ResponseURL: `http://127.0.0.1:${port}/signed`,
      StackId: "stack",
      RequestId: RequestType,
      LogicalResourceId: "Migration",
    });
    await handler(event("Create"), {});
    await handler(event("Update"), {});
    expect(answers).toMatchObject([
      { Status: "SUCCESS", Reason: "infra_* tables: created", RequestId: "Create" },
      { Status: "SUCCESS", Reason: "infra_* tables: already there", RequestId: "Update" },
    ]);
    await test.sql("ALTER TABLE infra_metric_daily ADD COLUMN stray INT");
    await handler(event("Update"), {});
    expect(answers[2]).toMatchObject({
      Status: "FAILED",
      Reason: expect.stringContaining("SchemaUnknown: "),
    });
    address.close();
    await test.close();
  });
});
