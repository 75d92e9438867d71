import * as z from "zod";

/** Calls of the emulator by AWS' JSON protocol. */
export interface EmulatorCalls {
  readonly json: <Answer>(target: JsonTarget, body: object, answer: z.ZodType<Answer>) => Promise<Answer>;
}

/** Service in the SigV4 scope, and the prefix of its targets. */
const SERVICES = {
  states: "AWSStepFunctions",
  secretsmanager: "secretsmanager",
  events: "AWSEvents",
} as const;

type JsonTarget = `${keyof typeof SERVICES}.${string}`;

const EXECUTION_POLL_MS = 100;

/** @throws Error with the emulator's words if it refuses */
export function emulatorCalls(url: string): EmulatorCalls {
  return {
    async json(target, body, answer) {
      const [service = "", action] = target.split(".");
      const prefix = Object.entries(SERVICES).find(([name]) => name === service)?.[1];
      const reply = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `${prefix}.${action}`,
          authorization: signedFor(service),
        },
        body: JSON.stringify(body),
      });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${target} was refused with ${reply.status}: ${text}`);
      return answer.parse(text === "" ? {} : JSON.parse(text));
    },
  };
}

const Started = z.object({ executionArn: z.string() });
const Execution = z.object({
  executionArn: z.string(),
  status: z.string(),
  input: z.string().nullish(),
  output: z.string().nullish(),
  error: z.string().nullish(),
  cause: z.string().nullish(),
});
export type Execution = z.infer<typeof Execution>;

/** Starts an execution, as the console's button does. */
export async function startExecution(
  calls: EmulatorCalls,
  stateMachineArn: string,
  name: string,
  input: unknown,
): Promise<string> {
  const body = { stateMachineArn, name, input: JSON.stringify(input) };
  return (await calls.json("states.StartExecution", body, Started)).executionArn;
}

/** The execution once `isDone`: by default, once it has ended. */
export async function waitForExecution(
  calls: EmulatorCalls,
  executionArn: string,
  isDone: (execution: Execution) => boolean = ({ status }) => status !== "RUNNING",
): Promise<Execution> {
  for (;;) {
    const execution = await calls.json("states.DescribeExecution", { executionArn }, Execution);
    if (isDone(execution)) return execution;
    await new Promise((resolve) => setTimeout(resolve, EXECUTION_POLL_MS));
  }
}

/** A resource of a stack, as CloudFormation knows it, or what happened to it. */
export interface StackResource {
  readonly stackId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  /** Such as `DELETE_SKIPPED`: it was kept. */
  readonly status: string;
}

/** The resources of a stack. */
export function stackResources(url: string, stack: string): Promise<StackResource[]> {
  return cloudFormation(url, "DescribeStackResources", stack);
}

/** What happened last to each resource of a stack; by the stack's id also after it was deleted. */
export async function lastEvents(url: string, stackId: string): Promise<StackResource[]> {
  const newestFirst = await cloudFormation(url, "DescribeStackEvents", stackId);
  return [...new Map(newestFirst.toReversed().map((event) => [event.logicalId, event])).values()];
}

async function cloudFormation(url: string, Action: string, StackName: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const reply = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: signedFor("cloudformation"),
      },
      body: new URLSearchParams({
        Action,
        Version: "2010-05-15",
        StackName,
        ...(token === "" ? {} : { NextToken: token }),
      }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${Action} was refused with ${reply.status}: ${text}`);
    const field = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
    for (const [, member = ""] of text.matchAll(/<member>(.*?)<\/member>/gs))
      found.push({
        stackId: field(member, "StackId") ?? "",
        logicalId: field(member, "LogicalResourceId") ?? "",
        physicalId: field(member, "PhysicalResourceId") ?? "",
        type: field(member, "ResourceType") ?? "",
        status: field(member, "ResourceStatus") ?? "",
      });
    token = field(text, "NextToken");
  }
  return found;
}

/** Signatures are not checked; the scope says which service is meant. */
function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;
}

/** Invokes a function as a schedule would, and waits for its answer. */
export async function invoke(url: string, functionName: string, event: object): Promise<unknown> {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  const reply = await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      authorization: signedFor("lambda"),
    },
    body: JSON.stringify(event),
  });
  return JSON.parse(await reply.text());
}
