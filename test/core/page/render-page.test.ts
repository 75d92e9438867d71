import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import { healthBand } from "#core/page/health-class.ts";
import { healthStrip, runsOf } from "#core/page/health-strip.ts";
import { MAX_CARDS, renderMorningPage } from "#core/page/render-page.ts";
import { verdict } from "#core/page/verdict.ts";
import type { PageMedia } from "#core/ports/page-media.ts";
import { aFinding, aShownAlert, pageFacts } from "../../support/page-facts.ts";
import { anAction, anAlert, aResource } from "../../support/pipeline-rows.ts";

const media: PageMedia = {
  paintControlChart: (_, id) => `<svg data-id="${id}"></svg>`,
  sha256Base64: (text) => createHash("sha256").update(text).digest("base64"),
};
const render = (part: Parameters<typeof pageFacts>[0] = {}) => renderMorningPage(pageFacts(part), media);
const known = (name: string, part = {}) =>
  aFinding({
    resourceId: name,
    resource: aResource({ resourceId: name, name }),
    alerts: [aShownAlert({ isNew: false, alert: anAlert({ resourceId: name }), ...part })],
  });

describe("the verdict", () => {
  it("says how much is new and what is worst", () => {
    expect(verdict(pageFacts())).toBe(
      "1 resource needs a first look today; it is orders, cpu utilization 91\u00a0%.",
    );
  });

  it("counts what is still open, and takes the worst of everything", () => {
    const findings = [known("old"), aFinding()];
    expect(verdict(pageFacts({ findings }))).toBe(
      "1 resource needs a first look today; the worst of 2 open is old, cpu utilization 91\u00a0%.",
    );
    expect(verdict(pageFacts({ findings: [known("old")] }))).toBe(
      "Nothing is new today; it is old, cpu utilization 91\u00a0%.",
    );
  });

  it("says how long there is where something is forecast", () => {
    const forecast = { days: 3.6, earliest: 2, latest: null, limitValue: 95 };
    const findings = [aFinding({ alerts: [aShownAlert({ forecast })] })];
    expect(verdict(pageFacts({ findings }))).toContain("; orders reaches a limit in 4 days.");
  });

  it("says on a quiet day how much was judged", () => {
    expect(verdict(pageFacts({ findings: [] }))).toBe(
      "Nothing needs you today: 11 of 16 series were judged.",
    );
  });
});

describe("the page", () => {
  it("says the forecast of a series once, whatever number of alerts speak of it", () => {
    const forecast = { days: 3.6, earliest: 2, latest: null, limitValue: 95 };
    const limit = aShownAlert({ forecast, alert: anAlert({ class: "limit" }) });
    const statistical = aShownAlert({ forecast, alert: anAlert({ class: "statistical" }) });
    const page = render({ findings: [aFinding({ alerts: [limit, statistical] })] });
    expect(page.split('class="forecast"').length - 1).toBe(1);
  });

  it("has each answer to an alert ready to copy, with the id that the command line knows", () => {
    const id = alertId(aShownAlert().alert);
    const codes = [...render().matchAll(/<code>(.*?)<\/code>/g)].map(([, command]) => command);
    expect(codes).toEqual([
      `npm run alerts -- acknowledge --alert ${id} --note &quot;...&quot;`,
      `npm run alerts -- silence --alert ${id} --until YYYY-MM-DD --note &quot;...&quot;`,
      `npm run alerts -- refute --alert ${id} --note &quot;...&quot;`,
    ]);
  });

  it("is the same text for the same facts", () => {
    expect(render()).toBe(render());
  });

  it("allows itself nothing but the style that it carries", () => {
    const page = render();
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|\sstyle=|\son[a-z]+=|<link|<img|<iframe|url\(|@import/i);
  });

  it("draws the worst and lists the rest", () => {
    const findings = Array.from({ length: MAX_CARDS + 3 }, (_, index) => known(`resource-${index}`));
    const page = render({ findings });
    expect(page.match(/<article/g)).toHaveLength(MAX_CARDS);
    for (const { resourceId } of findings) expect(page).toContain(resourceId);
  });

  it("keeps what was told in a digest only apart from what needs eyes", () => {
    const page = render({ findings: [aFinding(), known("quiet", { toldAs: "digest" })] });
    expect(page.match(/<article/g)).toHaveLength(1);
    expect(page.slice(page.indexOf("Held back"))).toContain("quiet");
  });

  it("tells the life of an alert", () => {
    const actions = [
      anAction(),
      anAction({ action: "acknowledge", actor: "kim", note: "on it <b>", scoredOn: "2026-11-21" }),
      anAction({ action: "silence", actor: "lee", note: "", expiresOn: "2026-12-01" }),
    ];
    const earlier = [anAlert({ openedOn: "2026-10-01", resolvedOn: "2026-10-04", severity: "warning" })];
    const page = render({ findings: [aFinding({ alerts: [aShownAlert({ actions, earlier })] })] });
    expect(page).toContain("2026-10-01: an earlier warning alert, over on 2026-10-04");
    expect(page).toContain("acknowledged by kim: on it ‹b›");
    expect(page).toContain("silenced by lee until 2026-12-01");
  });

  it("tells with it the life of the alerts that speak of the same series", () => {
    const limit = aShownAlert({
      alert: anAlert({ class: "limit", openedOn: "2026-11-21" }),
      actions: [anAction({ scoredOn: "2026-11-21", note: "notification 1" })],
    });
    const before = aShownAlert({
      alert: anAlert({ class: "prediction", openedOn: "2026-11-19" }),
      actions: [anAction({ scoredOn: "2026-11-19", note: "notification 2" })],
    });
    const other = aShownAlert({ alert: anAlert({ metric: "rds.read_iops", openedOn: "2026-11-18" }) });
    const page = render({ findings: [aFinding({ alerts: [limit, before, other] })] });
    const [, history = ""] = /<ol class="history">(.*?)<\/ol>/s.exec(page) ?? [];
    expect([...history.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line)).toEqual([
      "2026-11-19: opened (prediction)",
      "2026-11-19: told to people (notification 2)",
      "2026-11-21: opened (limit)",
      "2026-11-21: told to people (notification 1)",
    ]);
  });

  it("says what could not be seen, and why", () => {
    const page = render();
    expect(page).toContain("11 of 16 series were judged, 2 still learn, 3 said nothing");
    expect(page).toContain("the source had nothing for the day");
    expect(page).toContain("orders and 2 more");
  });

  it("warns before everything else of a run whose planted anomaly was not found", () => {
    expect(render({ isCanaryFound: false })).toContain("do not trust this run&#39;s silence.</p>");
    expect(render()).not.toContain('role="alert"');
  });

  it("shows what nobody watches and what that costs, without what is closed, and names the reports", () => {
    const page = render();
    expect(page).toContain(
      'Node exporter<br><small class="extra">absent: Prometheus has none of its metrics</small>',
    );
    expect(page).toContain("<td>232 of 232 ec2 resources without it</td>");
    expect(page).toContain("(EC2 instances cost $18,200 a month)</td>");
    expect(page).not.toContain("0 rules in error");
    expect(page).toContain(
      'In full: <a href="https://archive.example/gaps?a=1&amp;b=2">gap analysis</a>, <a href="https://archive.example/coverage">monitoring coverage</a> and <a href="https://archive.example/inventory">fleet inventory</a>.',
    );
    expect(render({ reports: { state: "made", gaps: [], documents: [] } })).toContain("No gap is known.");
  });

  it("says why there are no reports, and how to make them", () => {
    const page = render({ reports: { state: "failed", why: "ArchiveUnavailable: <no>" } });
    expect(page).toContain("could not be made (ArchiveUnavailable: &lt;no&gt;)");
    expect(page).toContain("npm run reports -- --run daily-20261122");
  });

  it("shows what the run cost", () => {
    expect(render()).toContain("cost $0.026 of CloudWatch");
  });

  const HOSTILE = `<script>alert(1)</script>"'&\u202e😀`;
  it("shows hostile names, owners, warnings and notes as text", () => {
    const resource = aResource({
      name: HOSTILE,
      owner: HOSTILE,
      region: HOSTILE,
      resourceId: `arn:aws:${HOSTILE}`,
    });
    const step = {
      ...{ step: "01-inventory", state: "ok", startedAt: null, endedAt: null, durationMs: 1, error: null },
      ...{ inCount: 1, outCount: 1, skippedCount: 0, apiCalls: 1, apiUnits: 0, costUsd: 0 },
    };
    const base = pageFacts();
    const page = render({
      findings: [
        aFinding({
          resource,
          alerts: [aShownAlert({ actions: [anAction({ actor: HOSTILE, note: HOSTILE })] })],
        }),
      ],
      fleet: [{ resource, typeTitle: HOSTILE, scores: [null], worstMetric: HOSTILE }],
      coverage: { ...base.coverage, stale: [HOSTILE] },
      reports: {
        state: "made",
        gaps: [{ system: HOSTILE, seen: HOSTILE, gap: HOSTILE, blindness: HOSTILE, isOpen: true }],
        documents: [{ title: HOSTILE, address: HOSTILE }],
      },
      run: { ...base.run, runId: HOSTILE, steps: [{ ...step, warnings: [HOSTILE] }] },
    });
    expect(page).not.toContain("<script");
    expect(page).not.toContain("\u202e");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  });
});

describe("a strip of health", () => {
  it.each([
    [null, null],
    [0, "h0"],
    [49.9, "h0"],
    [50, "h1"],
    [75, "h2"],
    [90, "h3"],
    [100, "h3"],
  ])("has a score of %s in band %s", (score, band) => {
    expect(healthBand(score)).toBe(band);
  });

  it("joins days of one colour, and leaves days without a score empty", () => {
    expect(runsOf(["a", "b", "b", "a"], "a")).toEqual([
      [0, 1],
      [3, 1],
    ]);
    const strip = healthStrip([95, 95, null, 40]).html;
    expect(strip).toContain('<path class="h3" d="M0 0h16v14h-16z"/>');
    expect(strip).toContain('<path class="h0" d="M24 0h8v14h-8z"/>');
    expect(strip.match(/<path/g)).toHaveLength(2);
  });
});
