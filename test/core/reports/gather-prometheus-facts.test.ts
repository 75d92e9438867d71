import { describe, expect, it } from "vitest";
import { StageError } from "#core/model/stage-error.ts";
import { gatherPrometheusFacts } from "#core/reports/gather-prometheus-facts.ts";
import { fakePrometheus, seriesOf } from "../../support/fake-prometheus.ts";

const STATUS = {
  version: "2.43.0",
  retentionSeconds: 15 * 86_400,
  jobs: ["redis"],
  targetsUp: 76,
  targetsDown: 1,
};
const NOW = 1_795_000_000;

describe("what Prometheus says of itself", () => {
  it("is its status, and the instances of each exporter by a metric that it always sends", async () => {
    const { prometheus, questions } = fakePrometheus(({ query }) => ({
      series: query === "mysql_up" ? [seriesOf("a", [[NOW, 1]]), seriesOf("b", [[NOW, 0]])] : [],
    }));
    expect(await gatherPrometheusFacts(prometheus, STATUS, NOW)).toEqual({
      ...{ version: "2.43.0", retentionDays: 15, jobs: ["redis"], targetsUp: 76, targetsDown: 1 },
      instancesByExporter: { node: 0, mysql: 2, postgres: 0, mongodb: 0 },
    });
    expect(questions.map(({ query, start }) => [query, start])).toEqual([
      ["node_uname_info", NOW],
      ["mysql_up", NOW],
      ["pg_up", NOW],
      ["mongodb_up", NOW],
    ]);
  });

  it("is without exporters where they cannot be asked for, and a fault of ours is one", async () => {
    const refusing = fakePrometheus(() => new StageError("SourceRefused", "bad"));
    expect(await gatherPrometheusFacts(refusing.prometheus, STATUS, NOW)).toMatchObject({
      instancesByExporter: null,
    });
    const broken = fakePrometheus(() => {
      throw new TypeError("bug");
    });
    await expect(gatherPrometheusFacts(broken.prometheus, STATUS, NOW)).rejects.toThrow(TypeError);
  });

  it("says that retention is not known, and names so many jobs that they fit: n, and n + 1", async () => {
    const { prometheus } = fakePrometheus(() => ({}));
    const jobs = (count: number) => Array.from({ length: count }, (_, index) => `${index}`.padEnd(41, "x"));
    const facts = (count: number) =>
      gatherPrometheusFacts(prometheus, { ...STATUS, retentionSeconds: null, jobs: jobs(count) }, NOW);
    expect(await facts(8)).toMatchObject({
      retentionDays: null,
      jobs: jobs(8).map((job) => job.slice(0, 40)),
    });
    expect((await facts(9)).jobs.slice(8)).toEqual(["and 1 more"]);
  });
});
