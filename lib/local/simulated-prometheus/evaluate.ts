import { SECONDS_PER_DAY } from "#core/model/utc-day.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import type { Expression, OverTime, Vector } from "./expression.ts";

/** Step of the estate's slots, and of the sub-queries that are understood. */
export const STEP_SECONDS = 300;
export const RETENTION_SECONDS = 15 * SECONDS_PER_DAY;
export const JOB = "redis";

/** What queries are evaluated on. */
export interface PrometheusWorld {
  readonly estate: Estate;
  readonly state: SimulationState;
}

/** One series of an answer; values parallel to `t`. */
export interface ResultSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly t: readonly number[];
  readonly values: readonly number[];
}

/** Values of one instance's vector at multiples of five minutes `from`, `from + 300`, ...; NaN where there is no point. */
type Grid = (from: number, count: number) => Float64Array;

/** Evaluates an expression at each of the given moments, oldest first; series without a point are left out. */
export function evaluate(
  world: PrometheusWorld,
  expression: Expression,
  moments: readonly number[],
): ResultSeries[] {
  return watchedInstances(world)
    .map((resource) => seriesOf(world, expression, resource, moments))
    .filter(({ t }) => t.length > 0);
}

/** Cache nodes that Prometheus has as targets. */
export function watchedInstances({ estate, state }: PrometheusWorld): EstateResource[] {
  return estate.resources.filter(
    ({ prometheusInstance, createdAtSeconds }) =>
      prometheusInstance !== null && createdAtSeconds <= state.nowSeconds,
  );
}

function seriesOf(
  world: PrometheusWorld,
  { vector, overTime, isAboveZero }: Expression,
  resource: EstateResource,
  moments: readonly number[],
): ResultSeries {
  const visible = visibleGrid(world, resource, gridOf(world, vector, resource));
  const grid = isAboveZero ? aboveZero(visible) : visible;
  const t: number[] = [];
  const values: number[] = [];
  const points = overTime === null ? instantPoints(grid, moments) : overTimePoints(grid, moments, overTime);
  for (const [index, at] of moments.entries()) {
    const value = points[index] ?? Number.NaN;
    if (!Number.isNaN(value) && at <= world.state.nowSeconds) {
      t.push(at);
      values.push(value);
    }
  }
  return { labels: labelsOf(vector, resource, overTime), t, values };
}

function labelsOf(
  vector: Vector,
  { prometheusInstance }: EstateResource,
  overTime: OverTime | null,
): Record<string, string> {
  const name = vector.kind === "metric" ? vector.name : vector.kind;
  const labels = { instance: prometheusInstance ?? "", job: JOB };
  return name === null || overTime !== null ? labels : { __name__: name, ...labels };
}

/** A dead Redis: its exporter still answers, so `up` stays 1, `redis_up` is 0 and the expressions that ask for it have no point. */
function gridOf(world: PrometheusWorld, vector: Vector, resource: EstateResource): Grid {
  const { estate, state } = world;
  const isDown = state.downInstances.has(resource.prometheusInstance ?? "");
  const metric = vector.kind === "metric" ? vector.metric : "redis.connected_clients";
  return (from, count) => {
    if (vector.kind === "up") {
      return new Float64Array(count).fill(1);
    }
    if (vector.kind === "absent") {
      return new Float64Array(count).fill(Number.NaN);
    }
    const slots = isDown ? null : estate.slots(resource.resourceId, metric, from, STEP_SECONDS, count);
    if (vector.kind === "redis_up") {
      return Float64Array.from({ length: count }, (_, index) =>
        Number.isNaN(slots?.avg[index] ?? Number.NaN) ? 0 : 1,
      );
    }
    return slots?.avg ?? new Float64Array(count).fill(Number.NaN);
  };
}

/** Hides what Prometheus cannot have: before its retention and the resource's creation, after now. */
function visibleGrid(world: PrometheusWorld, resource: EstateResource, grid: Grid): Grid {
  const { state } = world;
  const oldest = Math.max(state.nowSeconds - RETENTION_SECONDS, resource.createdAtSeconds);
  return (from, count) => {
    const hiddenCount = Math.min(count, Math.max(0, Math.ceil((oldest - from) / STEP_SECONDS)));
    const values = new Float64Array(count).fill(Number.NaN);
    if (hiddenCount < count) {
      values.set(grid(from + hiddenCount * STEP_SECONDS, count - hiddenCount), hiddenCount);
    }
    return values.map((value, index) =>
      from + index * STEP_SECONDS > state.nowSeconds ? Number.NaN : value,
    );
  };
}

/** `(EXPR > 0)`: a comparison is a filter. */
function aboveZero(grid: Grid): Grid {
  return (from, count) => grid(from, count).map((value) => (value > 0 ? value : Number.NaN));
}

function instantPoints(grid: Grid, moments: readonly number[]): number[] {
  const first = gridStep(moments[0] ?? 0);
  const last = gridStep(moments.at(-1) ?? 0);
  const values = grid(first * STEP_SECONDS, last - first + 1);
  return moments.map((at) => values[gridStep(at) - first] ?? Number.NaN);
}

function gridStep(at: number): number {
  return Math.floor(at / STEP_SECONDS);
}

/** A sub-query's steps are the absolute multiples of its step in (T - 1d, T]. */
function overTimePoints(grid: Grid, moments: readonly number[], overTime: OverTime): number[] {
  return moments.map((at) => {
    const last = gridStep(at);
    const first = gridStep(at - SECONDS_PER_DAY) + 1;
    const present = grid(first * STEP_SECONDS, last - first + 1).filter((value) => !Number.isNaN(value));
    return present.length === 0 ? Number.NaN : aggregate(present, overTime);
  });
}

function aggregate(values: Float64Array, overTime: OverTime): number {
  switch (overTime) {
    case "min":
      return values.reduce((least, value) => Math.min(least, value));
    case "max":
      return values.reduce((most, value) => Math.max(most, value));
    case "sum":
      return values.reduce((sum, value) => sum + value, 0);
    case "avg":
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case "count":
      return values.length;
  }
}
