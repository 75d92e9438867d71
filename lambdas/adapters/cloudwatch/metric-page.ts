import { text } from "node:stream/consumers";
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataInput,
} from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

/** Arrays of 100,800 points: their items are looked at once, where they are merged. */
const List = z.custom<unknown[]>(Array.isArray, "a list");

const MetricPage = z.object({
  MetricDataResults: z.array(
    z.object({ Id: z.string(), StatusCode: z.string().nullish(), Timestamps: List, Values: List }),
  ),
  NextToken: z.string().nullish(),
  Messages: z.array(z.object({ Code: z.string().nullish(), Value: z.string().nullish() })).nullish(),
});

/** One page of a GetMetricData answer as it came over the wire: timestamps in epoch seconds. */
export type MetricPage = z.infer<typeof MetricPage>;

const HttpAnswer = z.object({ statusCode: z.number(), body: z.custom<AsyncIterable<Uint8Array>>() });

const EMPTY_OBJECT = new TextEncoder().encode("{}");

/**
 * Takes the body out of a successful answer before the SDK parses it. The SDK walks its schema over each of the 100,800 points and
 * makes a `Date` of each timestamp, several times the cost of `JSON.parse`; signing, errors and timeouts stay the SDK's.
 */
function takeBody(command: GetMetricDataCommand, keep: (body: string) => void): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = HttpAnswer.safeParse(result.response);
      if (answer.success && answer.data.statusCode < 300) {
        keep(await text(answer.data.body));
        Object.assign(result.response ?? {}, { body: EMPTY_OBJECT });
      }
      return result;
    },
    { step: "deserialize", priority: "low", name: "takeMetricDataBody" },
  );
}

function parsePage(body: string): MetricPage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new StageError("SourceUnavailable", "CloudWatch's answer was cut or is not JSON", { cause: error });
  }
  const page = MetricPage.safeParse(json);
  if (page.success) return page.data;
  const where = page.error.issues[0]?.path.join(".") ?? "";
  throw new StageError("ContractBroken", `GetMetricData answered in an unknown shape at ${where}`);
}

/**
 * One GetMetricData call, one attempt.
 *
 * @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused, ContractBroken
 */
export async function metricPage(
  client: CloudWatchClient,
  input: GetMetricDataInput,
  timeoutMs: number,
): Promise<MetricPage> {
  const command = new GetMetricDataCommand(input);
  let body = "";
  takeBody(command, (whole) => {
    body = whole;
  });
  try {
    await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (error instanceof StageError) throw error;
    const name = awsFailure(error);
    if (name === null) throw error;
    throw new StageError(name, `GetMetricData failed (${failureText(error)})`, { cause: error });
  }
  return parsePage(body);
}
