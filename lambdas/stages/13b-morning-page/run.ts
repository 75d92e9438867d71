import { stageObjectKey } from "#contract/object-keys.ts";
import { withPageAddress } from "#core/alerting/page-address.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRunConfig } from "#core/model/archive-rows.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import type { PageFacts, RunFacts } from "#core/page/page-facts.ts";
import { renderMorningPage } from "#core/page/render-page.ts";
import type { PageMedia } from "#core/ports/page-media.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import type { Stores } from "#core/ports/stores.ts";
import { stepLogs, totalCostUsd } from "#core/run-log/step-logs.ts";
import { archiveReports } from "./archive-reports.ts";
import { coverageFacts } from "./coverage-facts.ts";
import { gatherFindings } from "./gather-findings.ts";
import { gatherFleet } from "./gather-fleet.ts";
import { reportFacts } from "./report-facts.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "scores" | "health" | "alerts" | "inventory">;
  readonly media: PageMedia;
}

/** Object key of a run's page, below the stage's own folder. */
const PAGE_PART = "index.html";

/** Renders the page and the reports of the run, archives them, and hands the run's messages on with its address. */
export async function writeMorningPage({ state }: Event, ports: Ports): Promise<Answer> {
  const { run, alerts } = state;
  // A dry run wrote no alerts: there is nothing that a page could show.
  if (run.isDryRun)
    return { state: "skipped", counts: NO_COUNTS, warnings: [], address: null, messages: alerts.messages };
  const facts = await gatherFacts({ state }, ports);
  const { reports } = facts;
  const key = stageObjectKey(run.runId, "13b-morning-page", PAGE_PART);
  await ports.archive.writeDocument(key, {
    contentType: "text/html; charset=utf-8",
    text: renderMorningPage(facts, ports.media),
  });
  const address = await ports.archive.addressOf(key);
  return {
    state: "ok",
    counts: { ...NO_COUNTS, in: facts.fleet.length, out: facts.findings.length },
    warnings: reports.state === "made" ? [] : [`the reports of this run could not be made: ${reports.why}`],
    address,
    messages: alerts.messages.map((message) => withPageAddress(message, run.runId, address)),
  };
}

async function gatherFacts({ state }: Event, { archive, stores }: Ports): Promise<PageFacts> {
  const config = await readRunConfig(archive, state.run);
  const today = state.scored.recompute.to;
  const resources = await stores.inventory.readAll();
  const rows = await rowsOf(today, stores);
  const place = { today, runId: state.run.runId, config };
  return {
    run: runFacts({ state }, config),
    today,
    metrics: config.metrics,
    findings: await gatherFindings(place, { resources, rows }, stores),
    ...(await gatherFleet(today, { resources, config }, stores.health)),
    coverage: coverageFacts(resources, rows, { ...config, leftOut: state.run.leftOut }),
    reports: await archiveReports(
      state.run.runId,
      () => reportFacts({ state }, { resources, config }),
      archive,
    ),
    isCanaryFound: state.alerts.isCanaryFound ?? true,
    dashboardUrl: config.pipeline.alerts.dashboardUrl,
    runbookUrl: config.pipeline.alerts.runbookUrl,
  };
}

async function rowsOf(day: string, { scores }: Pick<Stores, "scores">): Promise<ScoreRow[]> {
  const rows: ScoreRow[] = [];
  for await (const scored of scores.readDays(day, day)) for (const row of scored.rows) rows.push(row);
  return rows;
}

function runFacts({ state }: Event, config: RunConfig): RunFacts {
  const { runId, from, to, startedAt, configHash, codeVersion } = state.run;
  const steps = stepLogs(state);
  const { environment } = config.pipeline;
  return {
    runId,
    from,
    to,
    startedAt,
    environment,
    configHash,
    codeVersion,
    steps,
    costUsd: totalCostUsd(steps),
  };
}
