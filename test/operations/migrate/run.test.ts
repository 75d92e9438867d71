import { describe, expect, it } from "vitest";
import type { DeploymentAnswer } from "#core/deployment/answer-deployment.ts";
import { StageError } from "#core/model/stage-error.ts";
import { migrateAtDeployment } from "../../../lambdas/operations/migrate/run.ts";
import { Event } from "../../../lambdas/operations/migrate/schema.ts";

/** Fields as CloudFormation documents them for custom resources; ServiceToken and properties are passed over. */
const request = (RequestType: "Create" | "Update" | "Delete") =>
  Event.parse({
    RequestType,
    ResponseURL: "https://cloudformation-custom-resource-response.s3.amazonaws.com/signed",
    StackId: "arn:aws:cloudformation:us-east-1:111111111111:stack/one/1",
    RequestId: "request-1",
    LogicalResourceId: "Migration",
    ResourceType: "Custom::Migration",
    ServiceToken: "arn:aws:lambda:us-east-1:111111111111:function:migrate",
    ResourceProperties: { codeVersion: "7" },
  });

async function answerTo(event: Event, migrate: () => Promise<"created" | "already there">) {
  const answers: DeploymentAnswer[] = [];
  const said = await migrateAtDeployment(event, {
    migrate,
    answer: async (_, answer) => {
      answers.push(answer);
    },
  });
  return { said, answers };
}

describe("the migration at deployment", () => {
  it("answers CloudFormation with the request's own ids", async () => {
    const { answers } = await answerTo(request("Create"), async () => "created");
    expect(answers).toEqual([
      {
        Status: "SUCCESS",
        Reason: "infra_* tables: created",
        PhysicalResourceId: "infra-tables",
        StackId: "arn:aws:cloudformation:us-east-1:111111111111:stack/one/1",
        RequestId: "request-1",
        LogicalResourceId: "Migration",
      },
    ]);
  });

  it("fails the deployment with our sentence", async () => {
    const { answers } = await answerTo(request("Update"), async () => {
      throw new StageError("SchemaUnknown", "database test has infra_* tables of another shape");
    });
    expect(answers).toMatchObject([
      { Status: "FAILED", Reason: "SchemaUnknown: database test has infra_* tables of another shape" },
    ]);
  });

  it("passes on no text that is not ours, which may quote a secret", async () => {
    const { answers } = await answerTo(request("Update"), async () => {
      throw new TypeError("connect mysql://root:hunter2@host");
    });
    expect(answers[0]).toMatchObject({ Status: "FAILED", Reason: expect.stringContaining("(TypeError)") });
    expect(JSON.stringify(answers)).not.toContain("hunter2");
  });

  it("leaves the tables when the stack is removed", async () => {
    let calls = 0;
    const { answers } = await answerTo(request("Delete"), async () => {
      calls += 1;
      return "created";
    });
    expect([calls, answers[0]?.Status]).toEqual([0, "SUCCESS"]);
  });

  it("started by a person with {} answers that person only", async () => {
    const { said, answers } = await answerTo(Event.parse({}), async () => "already there");
    expect([said, answers]).toEqual(["already there", []]);
  });
});
