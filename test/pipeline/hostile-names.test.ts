import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { pageMedia } from "#adapters/page-media/page-media.ts";
import { composeMessage } from "#core/alerting/compose-message.ts";
import { composeWebhook } from "#core/alerting/compose-webhook.ts";
import { messageAttributes } from "#core/alerting/message-attributes.ts";
import { WebhookMessage } from "#core/alerting/webhook-message.ts";
import type { Resource } from "#core/model/resource.ts";
import { renderMorningPage } from "#core/page/render-page.ts";
import { fleetInventoryReport } from "#core/reports/fleet-inventory.ts";
import { csvField, csvFields } from "#lib/local/backtest/csv-fields.ts";
import { terminalOn } from "#lib/local/command-line/terminal.ts";
import { printSteps } from "#lib/local/pipeline/print-steps.ts";
import { log } from "#runtime/logger.ts";
import { context, group, NOTHING } from "../core/alerting/messages.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { aFinding, aShownAlert, pageFacts } from "../support/page-facts.ts";
import { anAction, anAlert, aResource, SHIPPED } from "../support/pipeline-rows.ts";

/** What a console, terminal or mail program obeys: controls other than line breaks, and marks that turn the direction of text. */
const OBEYED = /[^\P{Cc}\n]|[\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** A resource that is called so wherever people choose the words. */
function called(name: string): Resource {
  return aResource({ name, owner: name, tags: { Name: name } });
}

function chosenWith(resource: Resource) {
  const resources = new Map([[resource.resourceId, resource]]);
  const notifications = [group([anAlert({ resourceId: resource.resourceId })])];
  return { chosen: { ...NOTHING, notifications }, context: context({ resources }), resources };
}

/** What goes to standard output while `write` runs. */
function outputOf(write: () => void): string {
  const said: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  try {
    write();
  } finally {
    spy.mockRestore();
  }
  return said.join("");
}

describe.each(HOSTILE_NAMES.map((name) => [name.slice(0, 60), name] as const))(
  "the name %j",
  (_short, name) => {
    it("is one harmless line of the text message", () => {
      const { chosen, context: known } = chosenWith(called(name));
      const message = composeMessage(chosen, known);
      const text = `${message?.subject}\n${message?.body}`;
      expect(text).not.toMatch(OBEYED);
      expect(text).not.toMatch(/[<>]|@(?!\u200b)/);
      expect(Buffer.byteLength(text)).toBeLessThan(24_576);
    });

    it("is itself in the message for programs, and plain in the attributes that subscriptions filter by", () => {
      const resource = called(name);
      const { chosen, context: known, resources } = chosenWith(resource);
      const place = { runId: "run-1", kind: "daily", subject: "s" } as const;
      const text = composeWebhook(chosen, place, known);
      const { notifications, omitted } = WebhookMessage.parse(JSON.parse(text));
      // What does not fit is left out whole and counted.
      if (omitted.notifications === 0) expect(notifications[0]?.resource.name).toBe(name);
      else expect(name.length).toBeGreaterThan(1_000);
      const alerts = chosen.notifications.flatMap((one) => one.alerts);
      const { owner } = messageAttributes({ kind: "daily", told: alerts }, { alerts, resources });
      expect(JSON.parse(owner)).toEqual([expect.not.stringMatching(/\p{Cc}/u)]);
    });

    it("is text on the page", () => {
      const resource = called(name);
      const shown = aShownAlert({ actions: [anAction({ actor: name, note: name })] });
      const page = renderMorningPage(
        pageFacts({
          findings: [aFinding({ resource, alerts: [shown] })],
          fleet: [{ resource, typeTitle: name, scores: [null], worstMetric: name }],
        }),
        pageMedia,
      );
      expect(page).not.toMatch(/<script|<img|\son[a-z]+=["']/i);
      expect(page).not.toMatch(/[^\P{Cc}\n\r\t]|\u202e/u);
    });

    it("is a cell of a report, without link, image or HTML", () => {
      const cost = { source: "a bill", recordedOn: "2026-11-01", services: [] };
      const facts = { asOf: "2026-11-21", estate: "test", config: SHIPPED, cost };
      const report = fleetInventoryReport({
        ...facts,
        resources: [aResource({ region: name, engine: name, instanceClass: name })],
      });
      expect(report).not.toMatch(OBEYED);
      expect(report.replaceAll("\\](", "")).not.toMatch(/<[a-z!@]|\]\(/i);
      for (const line of report.split("\n").filter((text) => text.startsWith("| 111111111111 |")))
        expect(line.split(/(?<!\\)\|/)).toHaveLength(7);
    });

    it("is a field of CSV that no spreadsheet executes", () => {
      const [field = ""] = csvFields(csvField(name));
      expect(field).not.toMatch(/^[=+\-@\t\r]/);
      expect([name, `'${name}`]).toContain(field);
    });

    it("is one line of the log, and itself for who parses it", () => {
      vi.stubEnv("LOG_LEVEL", "info");
      const text = outputOf(() => log("stage failed", { error: name }));
      vi.unstubAllEnvs();
      expect(text.trimEnd()).not.toMatch(/\n/);
      expect(text).not.toMatch(OBEYED);
      expect(JSON.parse(text)).toEqual({ message: "stage failed", error: name });
    });

    it("does not move what stands on a terminal, and is itself in the JSON of a command", () => {
      const written: string[] = [];
      const stream = { isTTY: true, write: (text: string) => written.push(text) };
      const none = { from: null, to: null, steps: [], page: null };
      const checks = [{ what: name, ok: false, detail: name }];
      const summary = { ...none, state: "FAILED", error: name, warnings: [name], checks };
      printSteps("run-1", summary, terminalOn(stream, stream, false));
      expect(stripVTControlCharacters(written.join(""))).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
      expect(written.join("")).not.toContain("\u001b[2K");
      written.length = 0;
      terminalOn(stream, stream, true).json({ name });
      expect(written.join("")).not.toMatch(OBEYED);
      expect(JSON.parse(written.join(""))).toEqual({ name });
    });
  },
);
