import type { PrometheusSeries } from "#core/ports/prometheus-api.ts";
import { sampleValue } from "./sample-value.ts";

/** Series of an answer and how many of their points were NaN or Inf. */
export interface ParsedSeries {
  readonly series: readonly PrometheusSeries[];
  readonly nonFiniteCount: number;
}

/** What is wrong with an answer, and where in it. */
export class UnexpectedShape extends Error {
  override readonly name = "UnexpectedShape";
}

/**
 * Checks and reads `data.result` of a range query (`values`) or an instant query (`value`). By hand, because an answer may hold a
 * million points and a schema library takes seconds for them.
 *
 * @throws UnexpectedShape
 */
export function parseSeries(result: readonly unknown[], kind: "matrix" | "vector"): ParsedSeries {
  let nonFiniteCount = 0;
  const series = result.map((item, index) => {
    const where = `data.result[${index}]`;
    const { metric, values, value } = record(item, where);
    const points = kind === "matrix" ? list(values, `${where}.values`) : [value];
    const parsed = parsePoints(points, where);
    nonFiniteCount += parsed.nonFiniteCount;
    return { labels: labelsOf(metric, `${where}.metric`), t: parsed.t, values: parsed.values };
  });
  return { series, nonFiniteCount };
}

function parsePoints(points: readonly unknown[], where: string) {
  const t: number[] = new Array(points.length);
  const values: (number | null)[] = new Array(points.length);
  let nonFiniteCount = 0;
  for (let index = 0; index < points.length; index++) {
    const point = points[index];
    const time: unknown = Array.isArray(point) && point.length === 2 ? point[0] : undefined;
    const value = Array.isArray(point) ? sampleValue(point[1]) : undefined;
    if (typeof time !== "number" || !Number.isFinite(time) || value === undefined) {
      throw new UnexpectedShape(
        `${where}, point ${index}: expected [seconds, "number"], got ${shown(point)}`,
      );
    }
    nonFiniteCount += value === null ? 1 : 0;
    t[index] = time;
    values[index] = value;
  }
  return { t, values, nonFiniteCount };
}

function labelsOf(metric: unknown, where: string): Record<string, string> {
  const labels: [string, string][] = [];
  for (const [name, value] of Object.entries(record(metric, where))) {
    if (typeof value !== "string") {
      throw new UnexpectedShape(`${where}: label ${name.slice(0, 40)} is not text`);
    }
    labels.push([name, value]);
  }
  return Object.fromEntries(labels);
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UnexpectedShape(`${where}: expected an object, got ${shown(value)}`);
  }
  return { ...value };
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new UnexpectedShape(`${where}: expected a list, got ${shown(value)}`);
  }
  return value;
}

function shown(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 60);
}
