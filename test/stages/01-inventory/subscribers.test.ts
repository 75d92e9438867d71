import { describe, expect, it } from "vitest";
import type { TopicName } from "#contract/topics.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { DeployedTopics, SubscriptionCounts } from "#core/ports/topic-subscriptions.ts";
import { checkAccounts } from "#stages/01-inventory/check.ts";
import { takeInventory } from "#stages/01-inventory/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { aRun, CONFIG_KEY, KNOWN_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

const counts = (confirmed: number, pending = 0): SubscriptionCounts => ({ confirmed, pending });
const DENIED = new StageError("AccessDenied", "not authorised");
const FINE = { notifications: counts(1), webhook: counts(0), alarms: counts(1) };

/** What 01 says of topics with these subscriptions, as a run and as a check, where config names these subscribers. */
function world(
  topics: Partial<Record<TopicName, SubscriptionCounts | Error>>,
  named: { notificationEmails?: string[]; notificationWebhooks?: string[]; alarmWebhooks?: string[] } = {},
) {
  const { deployment } = SHIPPED.pipeline;
  if (deployment === undefined) throw new TypeError("the shipped config has no deployment");
  const subscribers = { ...deployment.subscribers, ...named };
  const pipeline = { ...SHIPPED.pipeline, deployment: { ...deployment, subscribers } };
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [{ ...SHIPPED, pipeline }]);
  archive.put(KNOWN_KEY, []);
  const deployed: DeployedTopics = new Map(
    Object.entries({ ...topics }).map(([topic, found]) => [
      topic as TopicName,
      async () => {
        if (found instanceof Error) throw found;
        return found;
      },
    ]),
  );
  const cloud = {
    describe: async () => ({ resources: [], alarmCount: 0, callCount: 1, warnings: [] }),
  };
  return {
    run: () => takeInventory({ run: aRun() }, { archive, cloud, topics: deployed }),
    async lines() {
      const ports = { archive: () => archive, cloud, topics: deployed };
      const { checks = [] } = await checkAccounts({ run: aRun({ isCheck: true }) }, ports);
      return checks.filter(({ what }) => what.startsWith("subscribers"));
    },
  };
}

describe("who hears of a run", () => {
  it("is a line for each subject of a check, and nothing to warn of in a run", async () => {
    const { run, lines } = world(FINE);
    expect(await run()).toMatchObject({ state: "ok", warnings: [], counts: { calls: 3 + 3 } });
    expect(await lines()).toEqual([
      { what: "subscribers of alerts", ok: true, detail: "notifications: 1 confirmed; webhook: 0 confirmed" },
      { what: "subscribers of the pipeline's alarms", ok: true, detail: "alarms: 1 confirmed" },
    ]);
  });

  it("is nobody's question where no topic is deployed", async () => {
    const { run, lines } = world({});
    expect((await run()).warnings).toEqual([]);
    expect(await lines()).toEqual([]);
  });

  it("is a warning of the run while a subscription is not confirmed, and the run is as good as before", async () => {
    const { run, lines } = world({ ...FINE, notifications: counts(2, 1) });
    expect(await run()).toMatchObject({
      state: "ok",
      warnings: [
        "subscribers of alerts: notifications: 2 confirmed, 1 not: confirm, or subscribe again; webhook: 0 confirmed",
      ],
    });
    expect((await lines()).map(({ ok }) => ok)).toEqual([false, true]);
  });

  it("misses whom config names after SNS has forgotten that it asked", async () => {
    const emails = ["a@example.com", "b@example.com"];
    const told = async (confirmed: number) =>
      (await world({ ...FINE, notifications: counts(confirmed) }, { notificationEmails: emails }).run())
        .warnings;
    expect(await told(2)).toEqual([]);
    expect(await told(1)).toEqual([expect.stringContaining("notifications: 1 confirmed, 1 not")]);
    const alarms = world(FINE, { alarmWebhooks: ["https://a.example", "https://b.example"] });
    expect((await alarms.run()).warnings).toEqual([
      "subscribers of the pipeline's alarms: alarms: 1 confirmed, 1 not: confirm, or subscribe again",
    ]);
  });

  it("is a warning where a subject reaches nobody, whoever config names", async () => {
    const nobody = { ...FINE, notifications: counts(0) };
    expect((await world(nobody).run()).warnings).toEqual([
      "subscribers of alerts: notifications: 0 confirmed; webhook: 0 confirmed; nobody is told",
    ]);
    expect((await world({ ...nobody, webhook: counts(1) }).run()).warnings).toEqual([]);
  });

  it("is a warning where config asks for a chat's topic and no chat listens to it", async () => {
    expect((await world({ ...FINE, chat: counts(0) }).run()).warnings).toEqual([
      "subscribers of alerts: notifications: 1 confirmed; webhook: 0 confirmed; chat: 0 confirmed, 1 not: confirm, or subscribe again",
    ]);
    const heard = world({ ...FINE, chat: counts(1) });
    expect((await heard.run()).warnings).toEqual([]);
    expect((await heard.lines()).map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("says why it cannot say", async () => {
    const { run, lines } = world({ ...FINE, alarms: DENIED });
    expect((await run()).warnings).toEqual([
      "subscribers of the pipeline's alarms: alarms: AccessDenied: not authorised",
    ]);
    expect((await lines()).map(({ ok }) => ok)).toEqual([true, false]);
    await expect(world({ ...FINE, alarms: new TypeError("bug") }).run()).rejects.toThrow(TypeError);
  });
});
