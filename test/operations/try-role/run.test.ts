import { describe, expect, it } from "vitest";
import type { DeploymentAnswer } from "#core/deployment/answer-deployment.ts";
import { StageError } from "#core/model/stage-error.ts";
import { tryRole } from "#operations/try-role/run.ts";
import { Event } from "#operations/try-role/schema.ts";

const ROLE = "arn:aws:iam::222222222222:role/infra-monitoring-read";
const ACCOUNT = { accountId: "222222222222", roleArn: ROLE, externalId: "one" };
const DENIED = new StageError("AccessDenied", `account 222222222222: role ${ROLE} cannot be assumed`);

/** As CloudFormation sends it: what it adds to the properties is passed over, and a text is all that it knows. */
const request = (RequestType: "Create" | "Delete") =>
  Event.parse({
    ...{ RequestType, ResponseURL: "https://cloudformation.s3.amazonaws.com/signed" },
    ...{ StackId: "stack", RequestId: "request-1", LogicalResourceId: "WatchedAccount" },
    ResourceProperties: { ServiceToken: "arn:aws:lambda:1", ServiceTimeout: "180", ...ACCOUNT },
  });

/** Asks with a role that is refused in these ways first; afterwards it is taken. */
async function asked(event: Event, refusals: readonly Error[]) {
  const left = [...refusals];
  const answers: DeploymentAnswer[] = [];
  const taken: unknown[] = [];
  const said = await tryRole(event, {
    async take(account) {
      taken.push(account);
      const refusal = left.shift();
      if (refusal !== undefined) throw refusal;
    },
    pause: async () => undefined,
    answer: async (_, answer) => void answers.push(answer),
  });
  return { said, answer: answers[0], taken };
}

describe("the role of a watched account", () => {
  it("is taken once in the deployment that names it", async () => {
    const { answer, taken } = await asked(request("Create"), []);
    expect(answer).toMatchObject({
      Status: "SUCCESS",
      Reason: `account 222222222222: role ${ROLE} can be assumed`,
      PhysicalResourceId: ROLE,
      RequestId: "request-1",
    });
    expect(taken).toMatchObject([ACCOUNT]);
  });

  it("may be known a little later: three refusals are forgiven, the fourth fails the deployment with what to do", async () => {
    const late = await asked(request("Create"), [DENIED, DENIED, DENIED]);
    expect(late.answer?.Status).toBe("SUCCESS");
    const never = await asked(request("Create"), [DENIED, DENIED, DENIED, DENIED]);
    expect(never.answer).toMatchObject({
      Status: "FAILED",
      Reason: expect.stringMatching(
        /^AccessDenied: account 222222222222: role .* cannot be assumed; deploy the member-account template there first/,
      ),
    });
  });

  it("is not asked for again where the refusal will not pass by waiting, nor where the stack lets it go", async () => {
    const unavailable = await asked(request("Create"), [new StageError("SourceUnavailable", "no answer")]);
    expect([unavailable.answer?.Status, unavailable.taken.length]).toEqual(["FAILED", 1]);
    const removed = await asked(request("Delete"), [DENIED]);
    expect([removed.answer?.Status, removed.taken.length]).toEqual(["SUCCESS", 0]);
  });

  it("can be tried by a person, who hears the refusal as it is", async () => {
    expect((await asked(Event.parse(ACCOUNT), [])).said).toContain("can be assumed");
    const withoutId = Event.parse({ ...ACCOUNT, externalId: null });
    await expect(asked(withoutId, [DENIED])).rejects.toBe(DENIED);
  });
});
