import type { Fault } from "#lib/local/simulated-http/fault-book.ts";
import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import type { Answer, Answering } from "#lib/local/simulated-http/serve.ts";
import { type AwsAccess, type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { accountOfKey, credentialScope } from "./credential-scope.ts";
import { assumedAccount } from "./sts.ts";

const INTERNAL_ERROR = new AwsError("InternalFailure", "The request processing has failed.", 500);

const EVERYBODY: AwsAccess = { mayCall: () => true, mayKnowOfMissing: () => true };

/** Finds the service of a request, asks whether the caller may, lets faults strike, and puts errors into the form of that service's protocol. */
export function createAwsRouter(
  world: AwsWorld,
  services: ReadonlyMap<string, AwsService>,
  access: AwsAccess = EVERYBODY,
): Answering {
  return async (request) => {
    const scope = credentialScope(request);
    const service = services.get(scope?.service ?? "");
    if (scope === null || service === undefined) {
      return {
        reply: jsonReply(403, {
          message: `no simulated service ${scope?.service ?? "(request not signed)"}`,
        }),
        fault: null,
      };
    }
    const call: AwsCall = {
      ...scope,
      action: service.actionOf(request),
      accountId: accountOf(request, scope, world),
      request,
      fault: null,
    };
    world.state.countCall(call);
    if (!access.mayCall(call)) return denied(service);
    const fault = world.state.faults.strike(call);
    const answer = await answered(service, call, fault);
    const isMissing = call.service === "s3" && answer.reply.status === 404;
    return isMissing && !access.mayKnowOfMissing(call) ? denied(service) : answer;
  };
}

function denied(service: AwsService): Answer {
  return { reply: service.error(service.denyError), fault: null };
}

function accountOf(
  request: SimulatedRequest,
  scope: { readonly service: string; readonly accessKeyId: string },
  world: AwsWorld,
): string {
  const assumed = scope.service === "sts" ? assumedAccount(request) : null;
  return assumed ?? accountOfKey(scope.accessKeyId) ?? world.estate.accounts[0]?.accountId ?? "000000000000";
}

async function answered(service: AwsService, call: AwsCall, fault: Fault | null): Promise<Answer> {
  const refusal = refusalBy(service, call, fault);
  if (refusal !== null) {
    return { reply: service.error(refusal), fault: null };
  }
  try {
    return { reply: await answerOf(service, { ...call, fault }), fault };
  } catch (error) {
    if (error instanceof AwsError) {
      return { reply: service.error(error), fault: null };
    }
    throw error;
  }
}

/** An unanswered call does no work; one whose answer is lost on the way does. */
async function answerOf(service: AwsService, call: AwsCall): Promise<Reply> {
  return call.fault?.kind === "hang" || call.fault?.kind === "http_500"
    ? { status: 500, headers: {}, body: "" }
    : service.answer(call);
}

function refusalBy(service: AwsService, call: AwsCall, fault: Fault | null): AwsError | null {
  switch (fault?.kind) {
    case "throttle":
      return service.throttleError;
    case "deny":
      return service.denyError;
    case "internal_error":
      return call.action === "GetMetricData" ? null : INTERNAL_ERROR;
    default:
      return null;
  }
}
