import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import type { PrometheusStatus } from "#core/ports/prometheus-api.ts";
import type { ApiSuccess } from "./api-request.ts";
import { retentionSeconds } from "./retention.ts";

type Ask = (path: string, params?: Readonly<Record<string, string>>) => Promise<ApiSuccess>;

const BuildInfo = z.object({ version: z.string() });
const RuntimeInfo = z.object({ storageRetention: z.string() });
const Flags = z.object({ "storage.tsdb.retention.time": z.string() });
const Targets = z.object({
  activeTargets: z.array(z.object({ health: z.string(), labels: z.record(z.string(), z.string()) })),
});

/**
 * Version, retention and scrape targets. A target that was not scraped yet is neither up nor down.
 *
 * @param ask asks a path of the API
 * @throws StageError as `ask`; ContractBroken for an answer of another shape
 */
export async function readStatus(ask: Ask, host: string): Promise<PrometheusStatus> {
  const read = async <T>(path: string, schema: z.ZodType<T>, params?: Record<string, string>): Promise<T> => {
    const parsed = schema.safeParse((await ask(path, params)).data);
    if (!parsed.success) {
      const where = parsed.error.issues[0]?.path.join(".");
      throw new StageError(
        "ContractBroken",
        `Prometheus at ${host}, ${path}: data.${where} is missing or of another type`,
      );
    }
    return parsed.data;
  };
  const { version } = await read("/api/v1/status/buildinfo", BuildInfo);
  const retention =
    (await ifThere(read("/api/v1/status/runtimeinfo", RuntimeInfo)))?.storageRetention ??
    (await ifThere(read("/api/v1/status/flags", Flags)))?.["storage.tsdb.retention.time"] ??
    "";
  const { activeTargets } = await read("/api/v1/targets", Targets, { state: "active" });
  const countOf = (health: string): number =>
    activeTargets.filter((target) => target.health === health).length;
  return {
    version,
    retentionSeconds: retentionSeconds(retention),
    jobs: [...new Set(activeTargets.flatMap((target) => target.labels.job ?? []))].sort(),
    targetsUp: countOf("up"),
    targetsDown: countOf("down"),
  };
}

/** Null where a server of another make does not have the page. */
async function ifThere<T>(page: Promise<T>): Promise<T | null> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof StageError && (error.name === "ContractBroken" || error.name === "SourceRefused")) {
      return null;
    }
    throw error;
  }
}
