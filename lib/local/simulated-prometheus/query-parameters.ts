import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";

/** A request that Prometheus refuses with HTTP 400 and errorType `bad_data`. */
export class BadData extends Error {
  override readonly name = "BadData";
}

/** Most points of a series in one range query. */
const MAX_POINTS = 11_000;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Parameters of a query: those of the URL and, in a POST, of the form. */
export function queryParameters(request: SimulatedRequest): URLSearchParams {
  const parameters = new URLSearchParams(request.url.searchParams);
  if (request.method === "POST") {
    for (const [name, value] of new URLSearchParams(request.body.toString())) {
      parameters.append(name, value);
    }
  }
  return parameters;
}

/** The moments of a range query, both ends included. @throws BadData as Prometheus refuses: bad times, a step that is not positive, over 11,000 points */
export function rangeMoments(parameters: URLSearchParams): number[] {
  const start = timeOf(parameters, "start");
  const end = timeOf(parameters, "end");
  const step = stepOf(parameters.get("step") ?? "");
  if (end < start) {
    throw new BadData('invalid parameter "end": end timestamp must not be before start time');
  }
  if ((end - start) / step > MAX_POINTS) {
    throw new BadData(
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    );
  }
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
}

/** A time in epoch seconds or RFC 3339; `fallback` where it is absent. @throws BadData */
export function timeOf(parameters: URLSearchParams, name: string, fallback?: number): number {
  const text = parameters.get(name);
  if (text === null && fallback !== undefined) {
    return fallback;
  }
  const seconds = /^-?\d+(\.\d+)?$/.test(text ?? "") ? Number(text) : Date.parse(text ?? "") / 1000;
  if (Number.isNaN(seconds)) {
    throw new BadData(`invalid parameter "${name}": cannot parse "${text ?? ""}" to a valid timestamp`);
  }
  return seconds;
}

function stepOf(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? [];
  const seconds = Number(amount) * (UNIT_SECONDS[unit || "s"] ?? Number.NaN);
  if (Number.isNaN(seconds)) {
    throw new BadData(`invalid parameter "step": cannot parse "${text}" to a valid duration`);
  }
  if (seconds <= 0) {
    throw new BadData(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return seconds;
}
