import { jsonReply, type Reply } from "#lib/local/simulated-http/reply.ts";
import { JOB, type PrometheusWorld, RETENTION_SECONDS, watchedInstances } from "./evaluate.ts";

const SECONDS_PER_DAY = 86_400;

/** `/api/v1/status/buildinfo` */
export function buildInfo(): Reply {
  return success({
    version: "2.43.0",
    revision: "simulated",
    branch: "HEAD",
    buildUser: "",
    buildDate: "20230321-12:56:07",
    goVersion: "go1.19.7",
  });
}

/** `/api/v1/status/runtimeinfo` */
export function runtimeInfo({ state }: PrometheusWorld): Reply {
  return success({
    startTime: new Date((state.nowSeconds - SECONDS_PER_DAY) * 1000).toISOString(),
    CWD: "/prometheus",
    reloadConfigSuccess: true,
    corruptionCount: 0,
    goroutineCount: 40,
    storageRetention: `${RETENTION_SECONDS / SECONDS_PER_DAY}d`,
  });
}

/** `/api/v1/targets`: each cache node by its exporter, which answers even where the Redis behind it is dead. */
export function targets(world: PrometheusWorld, parameters: URLSearchParams): Reply {
  const isActiveWanted = parameters.get("state") !== "dropped";
  const lastScrape = new Date(world.state.nowSeconds * 1000).toISOString();
  const activeTargets = watchedInstances(world).map(({ prometheusInstance }) => ({
    discoveredLabels: { __address__: prometheusInstance, job: JOB },
    labels: { instance: prometheusInstance, job: JOB },
    scrapePool: JOB,
    scrapeUrl: `http://redis-exporter:9121/scrape?target=${encodeURIComponent(prometheusInstance ?? "")}`,
    globalUrl: `http://redis-exporter:9121/scrape?target=${encodeURIComponent(prometheusInstance ?? "")}`,
    lastError: "",
    lastScrape,
    lastScrapeDuration: 0.004,
    health: "up",
    scrapeInterval: "1m",
    scrapeTimeout: "10s",
  }));
  return success({
    activeTargets: isActiveWanted ? activeTargets : [],
    droppedTargets: [],
  });
}

function success(data: object): Reply {
  return jsonReply(200, { status: "success", data });
}
