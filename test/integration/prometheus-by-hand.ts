import * as z from "zod";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { type FastClock, realSeconds } from "./fast-clock-prometheus.ts";

const SLOT_SECONDS = 300;

/** The instants of the day that ends at the clock's anchor, on the real clock: on which Prometheus is asked. */
export function slotInstants(clock: FastClock): number[] {
  const first = realSeconds(clock, clock.anchor.simulatedSeconds - 86_400);
  return Array.from({ length: 288 }, (_, slot) => first + (slot * SLOT_SECONDS) / clock.speed);
}

const Point = z.tuple([z.number(), z.string()]);
const Labels = z.object({ instance: z.string() });
const Vector = z.object({ data: z.object({ result: z.array(z.object({ metric: Labels, value: Point })) }) });
const Matrix = z.object({
  data: z.object({ result: z.array(z.object({ metric: Labels, values: z.array(Point) })) }),
});

/** Real seconds and value, by instance. */
type Points = Map<string, [number, number][]>;

/** The newest value of each instance. */
export async function newest(url: string, query: string): Promise<Map<string, number>> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = Vector.parse(await answer.json());
  return new Map(data.result.map(({ metric, value }) => [metric.instance, Number(value[1])]));
}

/** All points of the day by instance, on the real clock. */
export async function range(url: string, query: string, clock: FastClock): Promise<Points> {
  const instants = slotInstants(clock);
  const parameters = { start: instants.at(0), end: instants.at(-1), step: SLOT_SECONDS / clock.speed };
  const search = new URLSearchParams({ query, ...mapText(parameters) });
  const answer = await fetch(`${url}/api/v1/query_range?${search}`);
  const { data } = Matrix.parse(await answer.json());
  return new Map(
    data.result.map(({ metric, values }) => [
      metric.instance,
      values.map(([at, value]): [number, number] => [at, Number(value)]),
    ]),
  );
}

function mapText(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Points of a metric by instance, in the source's unit. */
export function pointsOf(url: string, { source }: MetricDefinition, clock: FastClock): Promise<Points> {
  if (source.kind !== "prometheus") throw new Error("not a metric of Prometheus");
  return range(url, source.query.replaceAll("$window", "5m"), clock);
}

/** The statistics of the day of each instance, without any code of the pipeline. */
export async function askByHand(url: string, metric: MetricDefinition, clock: FastClock) {
  const answers = await pointsOf(url, metric, clock);
  const { factor } = metric.conversion;
  return new Map(
    [...answers].map(([instance, points]) => {
      const values = points.map(([, value]) => value * factor).toSorted((a, b) => a - b);
      const at = 0.95 * (values.length - 1);
      const [below = 0, above = 0] = [values[Math.floor(at)], values[Math.ceil(at)]];
      const statistics = {
        min_value: values.at(0) ?? Number.NaN,
        max_value: values.at(-1) ?? Number.NaN,
        avg_value: values.reduce((sum, value) => sum + value, 0) / values.length,
        p95_value: below + (above - below) * (at - Math.floor(at)),
        slots_got: values.length,
        slots_above_zero: values.filter((value) => value > 0).length,
      };
      return [instance, statistics] as const;
    }),
  );
}
