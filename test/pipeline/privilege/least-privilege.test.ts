import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionId } from "#contract/stages.ts";
import { summariseRun } from "#lib/local/pipeline/final-state.ts";
import type { Statement } from "#lib/local/simulated-iam/policy.ts";
import { createRunner } from "#lib/local/state-machine/runner.ts";
import { startTestServer } from "../../adapters/mysql/test-database.ts";
import { eachStage } from "../../local/state-machine/fake-stages.ts";
import { callAgain } from "./calls.ts";
import { openPlaces, PLACES, type PrivilegeWorld, RUN_DATE, startPrivilegeWorld } from "./world.ts";

type Rights = Readonly<Record<string, readonly string[]>>;

/** What Lambda does in every function's name, which nothing here can execute. */
const EVERYWHERE: Rights = {
  OwnLog: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Trace: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
};
const IN_VPC: Rights = {
  CreateInterface: ["ec2:CreateNetworkInterface"],
  OwnInterfaces: [
    "ec2:AssignPrivateIpAddresses",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ],
  SeeInterfaces: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
};
/** Nobody waits for the answer of a function that a rule or a schedule starts: Lambda keeps what it failed on. */
const STARTED_BY_EVENTS: readonly FunctionId[] = ["14-pipeline-log", "sample-database", "prune"];
const BY_EVENTS: Rights = { KeepFailedEvents: ["sqs:SendMessage"] };
const PLATFORM: Rights = { ...EVERYWHERE, ...IN_VPC, ...BY_EVENTS };

/** Bundling and starting some twenty functions takes seconds of one's own processor, minutes of a shared one. */
const BUSY_MACHINE_MS = 600_000;

/** What a function keeps in its memory, logins and credentials: only a new one notices that it may no longer ask. */
const REMEMBERED = /secretsmanager|sts:/;

const server = await startTestServer();
let world: PrivilegeWorld;
/** What each stage was called with in the run that succeeded. */
const events = new Map<FunctionId, unknown[]>();

beforeAll(async () => {
  if (server === undefined) return;
  world = await startPrivilegeWorld(server);
}, BUSY_MACHINE_MS);
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

const statementsOf = (id: FunctionId): readonly Statement[] => world.functions.get(id)?.statements ?? [];
const executedOf = (id: FunctionId): readonly Statement[] =>
  statementsOf(id).filter(({ sid }) => PLATFORM[sid] === undefined);

/** A whole run; `recorded` says which stages' events are kept for later. */
async function run(name: string, input: unknown, recorded: readonly FunctionId[]) {
  const handlers = eachStage((stage) => async (event) => {
    if (recorded.includes(stage)) events.set(stage, [...(events.get(stage) ?? []), event]);
    return (await world.warm(stage)).call(event);
  });
  const runner = createRunner({ handlers, publish: async () => undefined, retryIntervalMs: 5 });
  return summariseRun(await runner.run(input, { executionName: name }));
}

/** Calls a function again without some of its rights; what went wrong, and what it was denied. */
async function without(id: FunctionId, isTaken: (statement: Statement) => boolean) {
  const taken = statementsOf(id).filter(isTaken);
  world.grant(
    id,
    statementsOf(id).filter((statement) => !isTaken(statement)),
  );
  world.takeDenials();
  const isCold = REMEMBERED.test(JSON.stringify(taken));
  const wrong = await callAgain(world, id, { events: events.get(id) ?? [], isCold });
  world.grant(id, statementsOf(id));
  return { wrong, denied: new Set(world.takeDenials().map(({ action }) => action)), taken };
}

describe.skipIf(server === undefined)("with the rights and the network of the template and no other", () => {
  it("the migration makes tables and users", async () => {
    const migrate = await world.warm("migrate");
    expect(await migrate.call({})).toMatch(/^created; infra_writer .* has its rights/);
    expect(world.takeDenials()).toEqual([]);
  });

  it(
    "a whole run passes, and so does a rehearsal: neither is denied anything",
    async () => {
      const all = FUNCTIONS.map(({ id }) => id);
      const summary = await run("least-1", { runDate: RUN_DATE }, all);
      expect(summary).toMatchObject({ state: "COMPLETE", error: null });
      // A rehearsal differs where the tables are left alone.
      const rehearsing = all.filter((id) => /^(08|09)-/.test(id));
      const rehearsal = await run("least-2", { runDate: RUN_DATE, dryRun: true }, rehearsing);
      expect(rehearsal).toMatchObject({ state: "COMPLETE", error: null });
      expect(world.takeDenials()).toEqual([]);
    },
    BUSY_MACHINE_MS,
  );

  it.each(FUNCTIONS)(
    "$id connects to where its security groups lead, and nowhere else",
    async ({ id, isInVpc }) => {
      const deployed = world.functions.get(id);
      if (deployed === undefined) throw new RangeError(`no ${id} in the template`);
      const called = await world.warm(id);
      const reached: string[] = [];
      for (const place of PLACES) if (await called.reaches(world.ports[place])) reached.push(place);
      expect(reached).toEqual(openPlaces(deployed));
      // Design, 4: in the VPC there is no way to AWS but S3 and Secrets Manager; outside of it none to what is private.
      expect(reached).not.toContain(isInVpc ? "aws" : "database");
    },
  );
});

describe.skipIf(server === undefined).each(FUNCTIONS)("$id", ({ id, isInVpc }) => {
  afterEach(() => world.grant(id, statementsOf(id)));

  it("has the fixed rights of the platform, and only those beside the ones that are executed here", () => {
    const platform = statementsOf(id).filter(({ sid }) => PLATFORM[sid] !== undefined);
    expect(Object.fromEntries(platform.map(({ sid, actions }) => [sid, actions]))).toEqual({
      ...EVERYWHERE,
      ...(isInVpc ? IN_VPC : {}),
      ...(STARTED_BY_EVENTS.includes(id) ? BY_EVENTS : {}),
    });
  });

  it(
    "can be called again with all its rights, and fails without any one of them",
    async () => {
      expect(await callAgain(world, id, { events: events.get(id) ?? [], isCold: false })).toBeNull();
      for (const statement of executedOf(id)) {
        const { wrong, denied, taken } = await without(id, (one) => one === statement);
        expect(wrong, `${id} without ${statement.sid}`).not.toBeNull();
        expect(
          [...denied].some((action) => taken[0]?.actions.includes(action)),
          statement.sid,
        ).toBe(true);
      }
    },
    BUSY_MACHINE_MS,
  );
});
