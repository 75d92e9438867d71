import { describe, expect, it } from "vitest";
import { addDays } from "#core/model/utc-day.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { anAction, anInstance, CONFIG_KEY } from "../../support/pipeline-rows.ts";
import { spike, TO, WITHOUT_HEARTBEAT, world } from "./world.ts";

const NEXT = "2026-11-22";
const next = { from: NEXT, to: NEXT };
const run = { runId: "run-2", ...next, startedAt: "2026-11-23T07:00:00.000Z" };
const CPU = "ec2.cpu_utilization_pct";

const resources = Array.from({ length: 40 }, (_, index) => anInstance(`web-${index}`));
const ofFleet = (date: string, count: number, part: Partial<ScoreRow> = {}) =>
  resources.slice(0, count).map(({ resourceId }) => spike(date, { resourceId, metric: CPU, ...part }));

describe("a shift that many resources share", () => {
  it("is one notification, which counts them and names some", async () => {
    const { evaluate, alerts } = world(ofFleet(TO, 12), resources);
    expect(await evaluate()).toMatchObject({ notifications: 1 });
    expect(alerts.outbox[0]?.body).toContain("One cause: 12 resources changed on one day");
    expect(new Set(alerts.actions.map(({ note }) => note))).toEqual(new Set(["shared 1"]));
    expect(new Set(alerts.actions.map(({ resourceId }) => resourceId)).size).toBe(12);
  });
});

describe("a silence in the config", () => {
  const silenced = (until: string) => ({
    ...WITHOUT_HEARTBEAT,
    pipeline: {
      ...WITHOUT_HEARTBEAT.pipeline,
      alerts: {
        ...WITHOUT_HEARTBEAT.pipeline.alerts,
        silences: [
          { matcher: { type: "ec2" }, reason: "patching", owner: "ann", from: addDays(until, -3), until },
        ],
      },
    },
  });

  it("is kept and said in the run's log; the day after its end the alert is told", async () => {
    const { evaluate, alerts, archive, put } = world(ofFleet(TO, 1), resources);
    archive.put(CONFIG_KEY, [silenced(TO)]);
    // Not the first message ever, which would call it "already so when we started".
    await alerts.appendAction(anAction({ resourceId: "elsewhere" }));
    const quiet = await evaluate();
    expect(quiet).toMatchObject({ notifications: 0, messages: [] });
    expect(quiet.openAlerts).toBeGreaterThan(0);
    expect(quiet.warnings).toEqual([
      expect.stringMatching(/^\d+ alerts silenced until 2026-11-21 by ann: patching$/),
    ]);
    put(ofFleet(NEXT, 1));
    const after = await evaluate(run, next);
    expect(after).toMatchObject({ notifications: 1 });
    expect(after.warnings).toEqual([
      "a silence of ann (patching) ended on 2026-11-21: take it out of alerts.silences",
    ]);
    expect(alerts.outbox.map(({ topic }) => topic)).toEqual(["notifications", "webhook"]);
  });
});

describe("an acknowledged alert", () => {
  const warning = {
    z: 2.5,
    verdict: "warning",
    we1: false,
    residual: 4,
    isSpike: false,
    isDrift: true,
    driftScore: 1.2,
  } as const;

  it("is told again on the day on which it becomes critical, and not before", async () => {
    const { evaluate, alerts, put } = world(ofFleet(TO, 1, warning), resources);
    expect(await evaluate()).toMatchObject({ notifications: 1 });
    const [told] = alerts.actions.filter((action) => action.class === "prediction");
    expect(told?.severity).toBe("warning");
    await alerts.appendAction(
      anAction({ ...told, action: "acknowledge", actor: "ann", note: "on it", runId: null }),
    );
    put(ofFleet(NEXT, 1, warning));
    expect(await evaluate(run, next)).toMatchObject({ notifications: 0 });
    expect([...alerts.rows.values()].find((alert) => alert.class === "prediction")?.state).toBe(
      "acknowledged",
    );
    const third = "2026-11-23";
    put(ofFleet(third, 1, { ...warning, residual: 9 }));
    const risen = await evaluate(
      { runId: "run-3", from: third, to: third, startedAt: "2026-11-24T07:00:00.000Z" },
      { from: third, to: third },
    );
    expect(risen).toMatchObject({ notifications: 1 });
    expect([...alerts.rows.values()].find((alert) => alert.class === "prediction")?.state).toBe("open");
  });
});
