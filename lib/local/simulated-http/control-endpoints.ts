import * as z from "zod";
import { FaultRule } from "./fault-book.ts";
import { jsonReply, type Reply } from "./reply.ts";
import type { SimulatedRequest } from "./request.ts";
import type { SimulationState } from "./simulation-state.ts";

const PREFIX = "/_control/";

type Control = (state: SimulationState, body: unknown) => unknown;

const Subscriptions = z.record(
  z.string(),
  z.strictObject({ confirmed: z.int().min(0), pending: z.int().min(0) }),
);

const CONTROLS: Readonly<Record<string, Control>> = {
  "GET clock": (state) => ({ now: state.nowSeconds }),
  "POST clock": (state, body) => {
    state.nowSeconds = z.strictObject({ now: z.number() }).parse(body).now;
  },
  "POST faults": (state, body) => state.faults.set(z.array(FaultRule).parse(body)),
  "POST secrets": (state, body) => {
    for (const [name, value] of Object.entries(z.record(z.string(), z.string()).parse(body))) {
      state.secrets.set(name, value);
    }
  },
  "POST subscriptions": (state, body) => {
    state.subscriptions.clear();
    for (const [topicArn, counts] of Object.entries(Subscriptions.parse(body)))
      state.subscriptions.set(topicArn, counts);
  },
  "POST down": (state, body) => {
    state.downInstances.clear();
    for (const instance of z.array(z.string()).parse(body)) {
      state.downInstances.add(instance);
    }
  },
  "GET calls": (state) => Object.fromEntries(state.callCounts),
  "DELETE calls": (state) => state.callCounts.clear(),
  "GET sns": (state) => state.published,
  "DELETE sns": (state) => {
    state.published.length = 0;
  },
};

/**
 * The endpoints under `/_control/` by which a test or the demo steers the simulation: clock, faults, secrets, subscriptions, down, calls, sns.
 *
 * @returns null where the request is not for them
 */
export function answerControl(request: SimulatedRequest, state: SimulationState): Reply | null {
  if (!request.url.pathname.startsWith(PREFIX)) {
    return null;
  }
  const control = CONTROLS[`${request.method} ${request.url.pathname.slice(PREFIX.length)}`];
  if (control === undefined) {
    return jsonReply(404, { error: `no control ${request.method} ${request.url.pathname}` });
  }
  try {
    const body = request.body.length === 0 ? null : JSON.parse(request.body.toString());
    return jsonReply(200, control(state, body) ?? {});
  } catch (error) {
    return jsonReply(400, { error: error instanceof Error ? error.message : String(error) });
  }
}
