import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import type { Chosen } from "#core/alerting/choose-notifications.ts";
import { composeMessage, type MessageContext } from "#core/alerting/compose-message.ts";
import { utf8Length } from "#core/alerting/utf8-length.ts";
import { anAlert, aResource } from "../../support/pipeline-rows.ts";
import { billing, context, group, NOTHING, orders, subject } from "./messages.ts";

describe("the subject", () => {
  it("counts the other resources of one cause, and one is no plural", () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) => anAlert({ resourceId: `m${index}` }));
    const shared = (count: number) =>
      ({ ...group([...orders.alerts, ...members(count)]), cause: "shared" }) as const;
    expect(subject({ notifications: [shared(1)] })).toBe("orders and 1 other: CPU utilization");
    expect(subject({ notifications: [shared(2)] })).toBe("orders and 2 others: CPU utilization");
  });

  it("cuts a long name before it cuts how many there are", () => {
    const resource = aResource({ name: "n".repeat(200) });
    const named = context({ resources: new Map([[resource.resourceId, resource]]) }).resources;
    const text = subject({ notifications: [orders, billing] }, { resources: named });
    expect(text).toBe(`${"n".repeat(39)}…: CPU utilization and 1 more`);
  });

  it("names the worst resource and its metric, and how many more there are", () => {
    expect(subject({ notifications: [orders] })).toBe("orders: CPU utilization");
    expect(subject({ notifications: [orders, billing] })).toBe("orders: CPU utilization and 1 more");
  });

  it("is a count where there is only a digest", () => {
    expect(subject({ digest: [orders] })).toBe("Digest: 1 resource");
    expect(subject({ digest: [orders, billing] })).toBe("Digest: 2 resources");
    expect(subject({ digest: [orders] }, { isStarting: true })).toBe(
      "Already so when we started: 1 resource",
    );
  });

  it("does not exist where there is nothing to tell", () => {
    expect(composeMessage(NOTHING, context())).toBeNull();
  });
});

describe("the body", () => {
  const body = (chosen: Partial<Chosen>, part: Partial<MessageContext> = {}) =>
    composeMessage({ ...NOTHING, ...chosen }, context(part))?.body;

  it("gives each alert its reason: metric, value, rule, expected range, since when, and whom it belongs to", () => {
    const id = alertId(anAlert({ resourceId: aResource().resourceId }));
    expect(body({ notifications: [orders] }, { runbookUrl: "https://r", dashboardUrl: "https://d" })).toBe(
      [
        "What changed, as of 2026-11-21 (UTC)",
        [
          "1. orders (rds in 111111111111 us-east-1; owner payments)",
          "   - [critical] CPU utilization 91 %: far above its own past; expected 25 % to 55 % (Z 10), since 2026-11-20",
          "   arn:aws:rds:us-east-1:111111111111:db:orders",
          `   npm run alerts -- acknowledge --alert ${id} --note "..."`,
          `   aws lambda invoke --function-name infra-monitoring-prod-alerts-operations --cli-binary-format raw-in-base64-out --payload '{"action":"acknowledge","alert":"${id}","note":"...","by":"..."}' /dev/stdout`,
        ].join("\n"),
        "Dashboard: https://d\nRunbook: https://r",
      ].join("\n\n"),
    );
  });

  it("has one line for each resource of the digest", () => {
    const two = group([anAlert({ resourceId: "x" }), anAlert({ resourceId: "x", metric: "rds.read_iops" })]);
    const text = body({ digest: [two] }) ?? "";
    expect(text).toContain("Held back by the day's budget");
    expect(text).toMatch(/ {3}- x: CPU utilization 91 %.* \(\+1\)$/);
  });

  it("survives a resource that is not in the inventory and a metric that config no longer has", () => {
    const odd = group([anAlert({ resourceId: "redis://c:6379", metric: "redis.no_longer" })]);
    expect(body({ notifications: [odd] })).toContain("1. redis://c:6379 (unknown; owner nobody)");
    expect(body({ notifications: [odd] })).toContain("[critical] redis.no_longer");
  });
});

// SNS: a subject is under 100 characters without control characters. Design, 4: messages together at most 24 KiB.
describe("whatever names and tags hold", () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "\u202egnp.exe",
      "a\nb\r\u0000",
      "<!channel>",
      "@everyone",
      "\u{1f600}".repeat(120),
      "\ud800",
      "高".repeat(400),
    ),
  );
  const groups = fc.array(
    fc.record({
      resourceId: fc.string({ minLength: 1 }),
      name: hostile,
      owner: fc.option(hostile),
      alertCount: fc.integer({ min: 1, max: 8 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it("the subject is one short line and the body fits", () => {
    fc.assert(
      fc.property(groups, fc.boolean(), (drawn, isDigest) => {
        const chosen = drawn.map(({ resourceId, alertCount }) =>
          group(Array.from({ length: alertCount }, () => anAlert({ resourceId }))),
        );
        const resources = new Map(
          drawn.map(
            ({ resourceId, name, owner }) => [resourceId, aResource({ resourceId, name, owner })] as const,
          ),
        );
        const message = composeMessage(
          isDigest ? { ...NOTHING, digest: chosen } : { ...NOTHING, notifications: chosen },
          context({ resources }),
        );
        expect(message?.subject.length).toBeLessThan(100);
        expect(message?.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e<>]/u);
        expect(message?.body).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e<>]|@(?!\u200b)/u);
        expect(message?.body.isWellFormed() && message.subject.isWellFormed()).toBe(true);
        expect(
          Buffer.byteLength(message?.body ?? "") + Buffer.byteLength(message?.subject ?? ""),
        ).toBeLessThan(24_576);
      }),
      { numRuns: 200 },
    );
  });

  it("a body that is too long says that it was cut", () => {
    const long = Array.from({ length: 400 }, (_, index) => group([anAlert({ resourceId: `高${index}` })]));
    const message = composeMessage({ ...NOTHING, notifications: long }, context());
    expect(message?.body).toMatch(/… cut: the rest is in the database$/);
    expect(Buffer.byteLength(message?.body ?? "")).toBeGreaterThan(11_400);
  });

  it("the length in bytes is that of an encoder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});
