import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import type { ToldInChat } from "#core/alerting/chat-envelope.ts";
import { ChatMessage } from "#core/alerting/chat-message.ts";
import type { Chosen } from "#core/alerting/choose-notifications.ts";
import { composeChat, MOST_THREADS } from "#core/alerting/compose-chat.ts";
import { withPageAddress } from "#core/alerting/page-address.ts";
import { aMessage } from "../../support/messages.ts";
import { anAlert, aResource } from "../../support/pipeline-rows.ts";
import { billing, context, group, NOTHING, orders } from "./messages.ts";

const RUN = { runId: "run-1", kind: "daily", subject: "orders: CPU utilization", fits: () => true } as const;
const compose = (
  chosen: Partial<Chosen>,
  part: Parameters<typeof context>[0] = {},
  fits: (messages: readonly ToldInChat[]) => boolean = () => true,
) => composeChat({ ...NOTHING, ...chosen }, { ...RUN, fits }, context(part));
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => group([anAlert({ resourceId: `r${index}` })]));

describe("the chat", () => {
  it("has a thread for each notification, named by its alert, and one message for what is told in short", () => {
    const id = alertId(anAlert({ resourceId: aResource().resourceId }));
    const [first, last, ...rest] = compose(
      { notifications: [orders], digest: [billing] },
      { runbookUrl: "https://r" },
    );
    expect(rest).toEqual([]);
    expect(first?.message).toEqual({
      version: "1.0",
      source: "custom",
      id: "run-1/0",
      content: {
        textType: "client-markdown",
        title: "🔴 orders: CPU utilization",
        description: [
          "rds in 111111111111 us-east-1; owner payments",
          "• *critical* CPU utilization 91 %: far above its own past; expected 25 % to 55 % (Z 10), since 2026-11-20",
          "`arn:aws:rds:us-east-1:111111111111:db:orders`",
        ].join("\n"),
        nextSteps: [
          `\`npm run alerts -- acknowledge --alert ${id} --note "..."\``,
          `\`aws lambda invoke --function-name infra-monitoring-prod-alerts-operations --cli-binary-format raw-in-base64-out --payload '{"action":"acknowledge","alert":"${id}","note":"...","by":"..."}' /dev/stdout\``,
          "Runbook: https://r",
        ],
        keywords: ["critical", "rds", "payments"],
      },
      metadata: {
        threadId: id,
        summary: "🔴 orders: CPU utilization",
        eventType: "infra-monitoring-daily",
        relatedResources: ["arn:aws:rds:us-east-1:111111111111:db:orders"],
        additionalContext: {
          ...{ environment: "prod", runId: "run-1", day: "2026-11-21", alert: id, severity: "critical" },
        },
      },
    });
    expect(last?.message.content).toMatchObject({
      title: "In short: 1 resource",
      description: expect.stringMatching(/^🔴 billing: CPU utilization 91 %/),
    });
    expect(last?.message.metadata).not.toHaveProperty("threadId");
  });

  it("goes on in the same thread where the same alert is told again", () => {
    const threadOn = (newestDay: string) =>
      compose({ notifications: [orders] }, { newestDay })[0]?.message.metadata.threadId;
    expect(threadOn("2026-11-25")).toBe(threadOn("2026-11-21"));
  });

  it("names of each message the alerts that it is about", () => {
    const messages = compose({ notifications: [orders], digest: [billing] });
    expect(messages.map(({ told }) => told)).toEqual([orders.alerts, billing.alerts]);
  });

  it("says what many have in common, and only the worst alerts of one", () => {
    const resourceIds = Array.from({ length: 9 }, (_, index) => `r${index}`);
    const shared = {
      ...group(resourceIds.map((resourceId) => anAlert({ resourceId }))),
      cause: "shared" as const,
    };
    const [one] = compose({ notifications: [shared] });
    expect(one?.message.content.title).toBe("🔴 r0 and 8 others: CPU utilization");
    expect(one?.message.content.description).toContain(
      "One cause: 9 resources changed on one day, with it r1, r2, r3, r4, r5 and 3 more",
    );
    const metrics = ["a", "b", "c", "d", "e"].map((metric) => anAlert({ resourceId: "x", metric }));
    const lines = (count: number) =>
      compose({ notifications: [group(metrics.slice(0, count))] })[0]?.message.content.description.match(
        /•.*/g,
      );
    expect(lines(4)).toHaveLength(4);
    expect(lines(5)?.at(-1)).toBe("• and 1 more");
  });

  it("says on a day without news how much was judged", () => {
    const [message, ...rest] = composeChat(
      NOTHING,
      { ...RUN, kind: "heartbeat", subject: "Nothing to report: 2,810 series judged, 3 not seen" },
      context(),
    );
    expect(rest).toEqual([]);
    expect(message?.message).toMatchObject({
      content: {
        title: "Nothing to report: 2,810 series judged, 3 not seen",
        description: "As of 2026-11-21 (UTC)",
      },
      metadata: { eventType: "infra-monitoring-heartbeat" },
    });
  });

  it("says at the start that it was already so", () => {
    expect(compose({ digest: many(2) }, { isStarting: true })[0]?.message.content.title).toBe(
      "Already so when we started: 2 resources",
    );
    expect(compose({ digest: many(2) })[0]?.message.content.title).toBe("Digest: 2 resources");
  });

  it("opens no more threads than people read: n, and n + 1", () => {
    const titles = (count: number) =>
      compose({ notifications: many(count) }).map(({ message }) => message.content.title);
    expect(titles(MOST_THREADS)).toHaveLength(MOST_THREADS);
    expect(titles(MOST_THREADS + 1)).toHaveLength(MOST_THREADS + 1);
    expect(titles(MOST_THREADS + 1).at(-1)).toBe("In short: 1 resource");
  });

  it("tells in short what does not fit as a thread, and counts what does not fit as a line", () => {
    const texts = (bytes: number, count = 5) =>
      compose(
        { notifications: many(count), digest: many(40) },
        {},
        (messages) => JSON.stringify(messages.map(({ message }) => message)).length <= bytes,
      );
    const roomy = texts(8_000);
    expect(roomy.slice(0, -1).every(({ message }) => message.metadata.threadId !== undefined)).toBe(true);
    expect(roomy).toHaveLength(6);
    expect(texts(3_000).length).toBeLessThan(6);
    const tight = texts(3_000, 0);
    expect(tight.at(-1)?.message.content.description).toMatch(/\n\d+ more: on the page of this run$/);
    const [none, ...rest] = texts(1);
    expect(rest).toEqual([]);
    expect(none?.message.content).toMatchObject({
      title: "Digest: 45 resources",
      description: "45 more: on the page of this run",
    });
  });

  it("keeps a description within what a chat shows, however much is told in short", () => {
    const [message] = compose({ digest: many(300) });
    expect(message?.message.content.description.length).toBeGreaterThan(7_500);
    expect(ChatMessage.parse(message?.message).content.description).toMatch(
      /\d+ more: on the page of this run$/,
    );
  });

  it("gets the address of its page as a step, unless that is longer than a step may be: n characters, and n + 1", () => {
    const [composed] = compose({ notifications: [orders] });
    const message = aMessage({ key: "run-1/chat/0", topic: "chat", body: JSON.stringify(composed?.message) });
    const steps = (address: string, runId = "run-1") =>
      ChatMessage.parse(JSON.parse(withPageAddress(message, runId, address).body)).content.nextSteps;
    const label = "The page of this run, with charts: ";
    expect(steps("https://p?a=1&b=2").at(-1)).toBe(`${label}https://p?a=1&amp;b=2`);
    const longest = "p".repeat(350 - label.length);
    expect([steps(longest).length, steps(`${longest}p`).length, steps("p", "run-2").length]).toEqual([
      3, 2, 2,
    ]);
  });

  it("is what the chat takes, whatever names, owners and ids hold", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 600 }),
      fc.constantFrom(
        "<!channel>",
        "*_~`".repeat(100),
        "&".repeat(300),
        "@here",
        "a\nb\u2028",
        "\u{1f600}".repeat(200),
        "\ud800",
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 12 }), (names) => {
        const ids = names.map(([name], index) => `r${index}${name}`);
        const resources = new Map(
          names.map(([name, owner], index) => {
            const resourceId = ids[index] ?? "";
            return [resourceId, aResource({ resourceId, name, owner })] as const;
          }),
        );
        const groups = ids.map((resourceId) =>
          group([anAlert({ resourceId }), anAlert({ resourceId, metric: "m" })]),
        );
        const messages = compose({ notifications: groups, digest: groups }, { resources });
        for (const { message } of messages) {
          const { title, description, keywords } = ChatMessage.parse(message).content;
          for (const text of [title, ...description.split("\n"), ...keywords])
            expect(text.replaceAll("*critical*", "")).not.toMatch(/<|>|@(?!\u200b|…)|&(?!amp;)/);
        }
      }),
    );
  });
});
