import { describe, expect, it } from "vitest";
import { chatClosing } from "#core/alerting/chat-closing.ts";
import { ChatMessage } from "#core/alerting/chat-message.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import { anAlert, aResource } from "../../support/pipeline-rows.ts";
import { context } from "./messages.ts";

const OVER = { state: "resolved", resolvedOn: "2026-11-25", resolveReason: "recovered" } as const;
const PLACE = { runId: "run-1", kind: "daily", index: 3 } as const;
const close = (alerts: readonly AlertRow[], name = "orders") => {
  const resources = new Map([["r", aResource({ resourceId: "r", name })]]);
  const { message, told } = chatClosing({ threadId: "t", alerts }, PLACE, context({ resources }));
  return { ...ChatMessage.parse(message), told };
};

describe("the last message of a thread", () => {
  it("says in the same thread what is over, since when and why", () => {
    const alerts = [
      anAlert(OVER),
      anAlert({ ...OVER, metric: "rds.read_iops", resolveReason: "gone" }),
      anAlert({ metric: "rds.no_longer", state: "withdrawn" }),
    ];
    const { id, content, metadata, told } = close(alerts);
    expect([id, metadata.threadId, content.title]).toEqual(["run-1/3", "t", "🟢 orders: over"]);
    expect(content.description.split("\n")).toEqual([
      "• CPU utilization: recovered since 2026-11-25",
      expect.stringMatching(/^• Read .*: gone since 2026-11-25$/),
      "• rds.no_longer: withdrawn, late data took its reason away",
    ]);
    expect(told).toEqual(alerts);
  });

  it("names the first of several resources, and some of many alerts: n, and n + 1", () => {
    const alerts = Array.from({ length: 6 }, (_, index) =>
      anAlert({ ...OVER, resourceId: `r${index}`, metric: `m${index}` }),
    );
    expect(close(alerts.slice(0, 5)).content.description.split("\n")).toHaveLength(5);
    expect(close(alerts).content.title).toBe("🟢 r0 and 5 others: over");
    expect(close(alerts).content.description.split("\n").at(-1)).toBe("• and 1 more");
  });

  it("says once what several alerts say alike", () => {
    const alerts = [anAlert(OVER), anAlert({ ...OVER, class: "prediction" })];
    expect(close(alerts).content.description).toBe("• CPU utilization: recovered since 2026-11-25");
  });

  it("shows a hostile name as text, within what a title may hold", () => {
    const { content } = close([anAlert(OVER)], `<!channel> *x* ${"&".repeat(300)}`);
    expect(content.title).toMatch(/^🟢 ‹!channel› ∗x∗ (&amp;)+…$/);
    expect(content.title.length).toBeLessThanOrEqual(250);
  });
});
