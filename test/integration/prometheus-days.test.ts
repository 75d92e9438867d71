import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { prometheusApi } from "#adapters/prometheus/client.ts";
import { addDays, dayAt, startOfDay } from "#core/model/utc-day.ts";
import type { PrometheusAnswer } from "#core/ports/prometheus-api.ts";
import { dailyExpressions } from "#core/promql/daily-expressions.ts";
import { metricExpression } from "#core/promql/metric-expression.ts";
import { dailyWindow, sampleWindow } from "#core/promql/query-window.ts";
import { startChildServer } from "#lib/local/services/child-server.ts";
import { freePort } from "#lib/local/services/free-port.ts";
import { answersOk } from "#lib/local/services/probe.ts";
import { provideExecutable } from "#lib/local/services/provide-executable.ts";
import { runCommand } from "#lib/local/services/run-command.ts";
import { runningServer } from "#lib/local/services/running-server.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

const SCRAPE_SECONDS = 60;
const TO = dayAt(Date.now() / 1000 - 2 * 86_400);
const FROM = addDays(TO, -2);
const SILENT_FROM = startOfDay(TO) + 6 * 3_600;
const SILENT_TO = SILENT_FROM + 2 * 3_600;

const prometheus = await startWithHistory().catch((error: unknown) => {
  if (error instanceof ServiceUnavailable) {
    process.stderr.write(`SKIPPED, no Prometheus on this machine: ${error.message}\n`);
    return null;
  }
  throw error;
});
afterAll(async () => {
  await prometheus?.stop();
});

describe.skipIf(prometheus === null)("a day read from a real Prometheus", () => {
  const api = prometheusApi({ baseUrl: prometheus?.url ?? "http://127.0.0.1", allowLoopback: true });
  const guard = "and on (instance, job) (redis_up == 1)";

  it.each([
    ["a gauge", `redis_connected_clients ${guard}`],
    ["a rate", `rate(redis_commands_processed_total[$window]) ${guard}`],
    ["a gauge that is often zero", `clamp_min(redis_connected_clients - 30, 0) ${guard}`],
  ])("of %s is the same day from its samples as from daily expressions", async (_what, query) => {
    const expression = metricExpression(query, SCRAPE_SECONDS);
    const samples = await api.range(expression, sampleWindow(FROM, TO));
    const fromSamples = daysOfSamples(samples);
    expect(fromSamples.size).toBe(6);

    const { min, max, avg, count, countAboveZero } = dailyExpressions(expression);
    const window = dailyWindow(FROM, TO);
    const daily = {
      min: byDay(await api.range(min, window)),
      max: byDay(await api.range(max, window)),
      avg: byDay(await api.range(avg, window)),
      count: byDay(await api.range(count, window)),
      countAboveZero: byDay(await api.range(countAboveZero, window)),
    };
    for (const [day, values] of fromSamples) {
      expect(daily.count.get(day), day).toBe(values.length);
      expect(daily.min.get(day), day).toBe(Math.min(...values));
      expect(daily.max.get(day), day).toBe(Math.max(...values));
      expect(daily.countAboveZero.get(day) ?? 0, day).toBe(values.filter((value) => value > 0).length);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(Number(daily.avg.get(day)) - mean), day).toBeLessThan(1e-9 * (1 + Math.abs(mean)));
    }
  });

  it("has 288 points, and fewer by a hole's worth where nothing was scraped", async () => {
    const answer = await api.range(`redis_connected_clients ${guard}`, sampleWindow(FROM, TO));
    const counts = [...daysOfSamples(answer)].map(([day, values]) => [day, values.length]);
    expect(counts.filter(([, count]) => count === 288)).toHaveLength(4);
    // A value is looked for up to five minutes back: of 24 slots in the hole, the one or two at its edge are filled.
    for (const [day, count] of counts.filter(([, points]) => points !== 288)) {
      expect(String(day)).toContain(TO);
      expect(count).toBeGreaterThanOrEqual(288 - 24);
      expect(count).toBeLessThanOrEqual(288 - 22);
    }
  });
});

/** Values by instance and day; the first instant of a day is midnight. */
function daysOfSamples(answer: PrometheusAnswer): Map<string, number[]> {
  const days = new Map<string, number[]>();
  for (const { labels, t, values } of answer.series) {
    for (const [index, time] of t.entries()) {
      const key = `${labels.instance} ${dayAt(time)}`;
      days.set(key, [...(days.get(key) ?? []), values[index] ?? Number.NaN]);
    }
  }
  return days;
}

function byDay(answer: PrometheusAnswer): Map<string, number> {
  return new Map(
    answer.series.flatMap(({ labels, t, values }) =>
      t.map((time, index) => [`${labels.instance} ${dayAt(time)}`, values[index] ?? Number.NaN] as const),
    ),
  );
}

/** A Prometheus that has scraped two instances for three days, but for two hours of the last. */
async function startWithHistory() {
  const program = await provideExecutable({ names: ["prometheus"], debianPackages: ["prometheus"] });
  const directory = temporaryDirectory("prometheus-days");
  const file = (name: string): string => join(directory.path, name);
  await writeFile(file("history.txt"), history());
  await writeFile(file("prometheus.yml"), "{}");
  const blocks = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=486h"];
  const made = await runCommand(
    join(program.directory, "promtool"),
    [...blocks, file("history.txt"), file("data")],
    { environment: program.environment },
  );
  if (made.exitCode !== 0) {
    directory.remove();
    throw new ServiceUnavailable(`promtool made no history: ${made.output.trim()}`);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return runningServer({
    url,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: "prometheus",
        file: program.file,
        args: [
          `--config.file=${file("prometheus.yml")}`,
          `--web.listen-address=127.0.0.1:${port}`,
          `--storage.tsdb.path=${file("data")}`,
          "--storage.tsdb.retention.time=90d",
        ],
        environment: program.environment,
        isReady: () => answersOk(`${url}/-/ready`),
      }),
  });
}

/** OpenMetrics text. Scrapes are at odd seconds, and every value differs from its neighbours. */
function history(): string {
  const families: [string, string, (index: number, instance: number) => number][] = [
    ["gauge", "redis_connected_clients", (index, instance) => 20 + instance + ((index * 37) % 41)],
    ["gauge", "redis_up", () => 1],
    [
      "counter",
      "redis_commands_processed_total",
      (index, instance) => index * 100 + ((index * 53) % 97) + instance,
    ],
  ];
  const lines = families.flatMap(([type, name, value]) => [
    `# TYPE ${name.replace(/_total$/, "")} ${type}`,
    ...[0, 1].flatMap((instance) =>
      scrapeTimes().map(
        (time, index) =>
          `${name}{instance="redis://r${instance}:6379",job="redis"} ${value(index, instance)} ${time}`,
      ),
    ),
  ]);
  return `${lines.join("\n")}\n# EOF\n`;
}

function scrapeTimes(): number[] {
  const times: number[] = [];
  for (
    let time = startOfDay(FROM) - 1_800 + 7;
    time < startOfDay(TO) + 86_400 + 1_800;
    time += SCRAPE_SECONDS
  ) {
    if (time <= SILENT_FROM || time > SILENT_TO) {
      times.push(time);
    }
  }
  return times;
}
