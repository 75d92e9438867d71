import { readFileSync } from "node:fs";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { ERROR_NAMES } from "#contract/error-names.ts";
import { FUNCTIONS } from "#contract/stages.ts";
import { ALARM_NAMES, ALARMS, headingFragment } from "#lib/aws/alarm-names.ts";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { PLACEHOLDER_CONFIG } from "#lib/local/state-machine/placeholder-config.ts";

const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
const alarmsOf = (template: Template) =>
  Object.values(template.findResources("AWS::CloudWatch::Alarm")).map(({ Properties }) => Properties);
const alarms = alarmsOf(Template.fromStack(placeholderStack()));
const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `Local-${name}`);

describe("the alarms", () => {
  it("are those of the list, one per function among them, and tell the alarm topic", () => {
    expect(alarms.map(({ AlarmName }) => AlarmName.replace("Local-", "")).toSorted()).toEqual(
      [...ALARM_NAMES].toSorted(),
    );
    for (const { AlarmActions } of alarms) expect(JSON.stringify(AlarmActions)).toContain("AlarmTopic");
  });

  it("each link to a heading of the runbook", () => {
    const fragments = headings.map(headingFragment);
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/docs\/runbook\.md#/);
      expect(fragments).toContain(AlarmDescription.split("#").at(-1));
    }
    for (const { heading } of Object.values(ALARMS)) expect(headings).toContain(heading);
  });

  it("link to the address that config gives", () => {
    const config = {
      ...PLACEHOLDER_CONFIG,
      alerts: { ...PLACEHOLDER_CONFIG.alerts, runbookUrl: "https://wiki.example.com/runbook" },
    };
    const [first] = alarmsOf(Template.fromStack(placeholderStack(config)));
    expect(first?.AlarmDescription).toContain("https://wiki.example.com/runbook#alarm-");
  });

  it("look at the metrics that our functions emit, in the namespace that they are told", () => {
    for (const [name, stage] of [
      ["run-failed", "14-pipeline-log"],
      ["run-partial", "14-pipeline-log"],
      ["days-behind", "14-pipeline-log"],
      ["sampler-silent", "sample-database"],
    ] as const) {
      const source = readFileSync(
        new URL(`../../lambdas/stages/${stage}/handler.ts`, import.meta.url),
        "utf8",
      );
      const { Namespace, MetricName } = named(name) ?? {};
      expect(Namespace).toBe("InfraMonitoring/local");
      expect(source).toMatch(new RegExp(`\\b${MetricName}:`));
    }
  });

  it("count each way in which Step Functions ends an execution badly, by its own metrics", () => {
    // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
    for (const [name, metric] of [
      ["execution-failed", "ExecutionsFailed"],
      ["execution-timed-out", "ExecutionsTimedOut"],
      ["execution-aborted", "ExecutionsAborted"],
    ] as const)
      expect(named(name)).toMatchObject({ Namespace: "AWS/States", MetricName: metric, Statistic: "Sum" });
  });

  it("treat silence as bad where silence is the fault, and only there", () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching");
    expect(breaching.map(({ AlarmName }) => AlarmName).toSorted()).toEqual([
      "Local-days-behind",
      "Local-sampler-silent",
    ]);
    expect(named("days-behind")).toMatchObject({ Period: 3600, EvaluationPeriods: 30, ActionsEnabled: true });
    expect(named("run-partial")).toMatchObject({ Period: 86_400, EvaluationPeriods: 2 });
  });

  it("about one run last until a run says otherwise: nothing is heard between runs", () => {
    const lasting = alarms.filter(({ TreatMissingData }) => TreatMissingData === "ignore");
    expect(lasting.map(({ AlarmName }) => AlarmName).toSorted()).toEqual([
      "Local-canary-missed",
      "Local-run-failed",
    ]);
  });

  it("look back no longer than CloudWatch allows: a week, a day where a period is under an hour", () => {
    // CloudWatch API reference, PutMetricAlarm, Period.
    for (const { AlarmName, Period, EvaluationPeriods } of alarms)
      expect([AlarmName, Period * EvaluationPeriods <= (Period < 3600 ? 86_400 : 604_800)]).toEqual([
        AlarmName,
        true,
      ]);
  });

  it("about days behind speaks only once config says that the first backfill has ended", () => {
    const { deployment } = PLACEHOLDER_CONFIG;
    const config = {
      ...PLACEHOLDER_CONFIG,
      deployment: { ...deployment, alarms: { isDaysBehindOn: false } },
    };
    const off = alarmsOf(Template.fromStack(placeholderStack(config)));
    expect(
      off.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ AlarmName }) => AlarmName),
    ).toEqual(["Local-days-behind"]);
  });

  it.each(FUNCTIONS)("$id speaks at 80 % of its time limit", ({ id, timeoutSeconds }) => {
    expect(named(`near-timeout-${id}`)).toMatchObject({
      Threshold: timeoutSeconds * 800,
      Statistic: "Maximum",
    });
  });
});

describe("the runbook", () => {
  it.each(Object.keys(ERROR_NAMES))("has a heading for %s", (name) => {
    expect(headings).toContain(name);
  });

  it("has each heading once", () => {
    expect(new Set(headings).size).toBe(headings.length);
  });
});
