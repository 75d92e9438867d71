import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { SOURCES } from "#core/model/resource.ts";
import { ALERT_RULES } from "#lib/dashboards/alert-rules.ts";
import { TAG, UIDS } from "#lib/dashboards/links.ts";
import { reference } from "#lib/dashboards/reference.ts";
import { generatedDashboards } from "#lib/local/generate/dashboard-files.ts";
import { dashboardQueries } from "#lib/local/grafana/dashboard-queries.ts";
import { SHIPPED } from "../support/pipeline-rows.ts";
import { dashboardOf, NAMES, ROOT, textOf } from "./dashboard-files.ts";

const GENERATED = generatedDashboards(SHIPPED.pipeline.alerts.runbookUrl);

/** Panel types that show data. A text panel could carry HTML. */
const DATA_PANELS = ["table", "stat", "timeseries", "heatmap"];
const GRID_COLUMNS = 24;

describe("dashboards/", () => {
  it.each([...GENERATED])("%s is what npm run generate makes", (path, text) => {
    expect(readFileSync(new URL(path, ROOT), "utf8")).toBe(text);
  });

  it("holds the dashboards that were asked for, each with an address of its own", () => {
    expect(NAMES.toSorted()).toEqual([
      "infra_anomaly_dashboard.json",
      "infra_health_heatmap.json",
      "infra_pipeline_dashboard.json",
      "infra_resource_drilldown.json",
    ]);
    expect(NAMES.map((name) => dashboardOf(name).uid).toSorted()).toEqual(Object.values(UIDS).toSorted());
  });
});

it("the pipeline's dashboard has a column for every source that a run reads", () => {
  const text = textOf("infra_pipeline_dashboard.json");
  for (const source of SOURCES) expect(text).toContain(`AS ${source}_is_complete`);
});

describe.each(NAMES)("%s", (name) => {
  const dashboard = dashboardOf(name);
  const text = textOf(name);

  it("has panels of data only, numbered, that lie beside each other", () => {
    const { panels } = dashboard;
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    expect(panels.filter(({ type }) => !DATA_PANELS.includes(type))).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > GRID_COLUMNS)).toEqual([]);
  });

  it("puts every variable into SQL as quoted text", () => {
    for (const { sql } of dashboardQueries(dashboard)) {
      const used = sql.match(/\$\{[^}]*\}|\[\[|\$(?!\{|__)\w/g) ?? [];
      expect(used.filter((variable) => !/^\$\{\w+:sqlstring\}$/.test(variable))).toEqual([]);
      for (const [, variable] of sql.matchAll(/\$\{(\w+):/g))
        expect(dashboard.templating.list.map(({ name: known }) => known)).toContain(variable);
    }
  });

  it("reads views only, in UTC, from the datasource that the reader chose", () => {
    for (const { sql } of dashboardQueries(dashboard)) {
      const tables = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].map(([, table]) => table);
      expect(tables.filter((table) => !table?.startsWith("infra_v_"))).toEqual([]);
      expect(sql).not.toMatch(/\b(NOW|CURDATE|CURRENT_DATE|SYSDATE)\b/i);
    }
    expect(text).toContain('"timezone": "utc"');
    const sources = [...text.matchAll(/"type": "mysql",\s*"uid": "([^"]*)"/g)].map(([, uid]) => uid);
    expect(new Set(sources)).toEqual(new Set([reference("datasource")]));
  });

  it("encodes what it puts into an address; only an address that a view made of checked parts goes as it is", () => {
    const references = [...text.matchAll(/\$\{(__data[^}]*)\}/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(0);
    expect(
      references.filter(
        (reference) => !/:percentencode$|^__data\.fields\.console_url:raw$/.test(reference ?? ""),
      ),
    ).toEqual([]);
  });

  it("leads to the other dashboards and to the runbook", () => {
    expect(dashboard.tags).toEqual([TAG]);
    const { links } = z
      .object({
        links: z.array(z.object({ type: z.string(), url: z.string().optional(), tags: z.array(z.string()) })),
      })
      .parse(JSON.parse(text));
    expect(links.find(({ type }) => type === "dashboards")?.tags).toEqual([TAG]);
    expect(links.find(({ type }) => type === "link")?.url).toBe(reference("runbook"));
  });
});

describe("the alert rules of Grafana", () => {
  const runbook = readFileSync(new URL("docs/runbook.md", ROOT), "utf8");

  it.each(ALERT_RULES.map(({ uid }) => uid))("%s has its page in the runbook", (uid) => {
    expect(runbook).toContain(`## Rule ${uid}\n`);
  });

  it("are alarms when they cannot be evaluated, and know their datasource", () => {
    const Rules = z.object({
      groups: z.tuple([
        z.object({
          rules: z.array(
            z.object({ execErrState: z.string(), data: z.array(z.object({ datasourceUid: z.string() })) }),
          ),
        }),
      ]),
    });
    const path = "dashboards/provisioning/alerting/infra-monitoring.yaml";
    const { rules } = Rules.parse(parse(readFileSync(new URL(path, ROOT), "utf8"))).groups[0];
    const datasource = z
      .object({ datasources: z.tuple([z.object({ uid: z.string() })]) })
      .parse(
        parse(
          readFileSync(new URL("dashboards/provisioning/datasources/infra-monitoring.yaml", ROOT), "utf8"),
        ),
      );
    for (const { execErrState, data } of rules) {
      expect(execErrState).toBe("Alerting");
      expect(data.map(({ datasourceUid }) => datasourceUid)).toEqual([
        datasource.datasources[0].uid,
        "__expr__",
      ]);
    }
  });
});
