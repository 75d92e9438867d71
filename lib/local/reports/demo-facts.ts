import { addDays, startOfDay } from "#core/model/utc-day.ts";
import type { ReportFacts } from "#core/reports/report-facts.ts";
import { MONITORING_START } from "../demo/demo-options.ts";
import { createEstate } from "../estate/create-estate.ts";
import { startEstateServers } from "../estate-server.ts";
import { factsOfNow } from "./gather-facts.ts";

const HISTORY_DAYS = 100;
const RUN_HOUR = 7;

/** Facts of the demo estate on the first day of its daily runs, asked of its simulated servers: the same each time. */
export async function demoFacts(configDirectory: string): Promise<ReportFacts> {
  const estate = createEstate({
    seed: 1,
    firstDay: addDays(MONITORING_START, -HISTORY_DAYS),
    lastDay: MONITORING_START,
    monitoringStart: MONITORING_START,
  });
  const clock = startOfDay(MONITORING_START) + RUN_HOUR * 3600;
  const servers = await startEstateServers(estate, { clock });
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: servers.awsUrl,
      AWS_ACCESS_KEY_ID: "demo",
      AWS_SECRET_ACCESS_KEY: "demo",
      AWS_REGION: "us-east-1",
      PROMETHEUS_URL: servers.prometheusUrl,
      PIPELINE_ENVIRONMENT: "demo",
      LOG_LEVEL: "silent",
    });
    return (await factsOfNow(configDirectory, new Date(clock * 1000), "demo estate")).facts;
  } finally {
    await servers.stop();
  }
}
