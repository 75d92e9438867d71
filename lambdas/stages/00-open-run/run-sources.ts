import type { PipelineConfig } from "#core/model/pipeline-config.ts";
import { SOURCES, type Source } from "#core/model/resource.ts";
import type { RunInput } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";

/** `leftOut`: what config does without, so that no run is less whole for it. */
export interface RunSources {
  readonly sources: Source[];
  readonly leftOut: Source[];
}

/**
 * The sources that a run collects. Redis is read from Prometheus and from nowhere else; the gateway needs no such rule, because days
 * without a snapshot are not available rather than missing.
 *
 * @param hasAddress - whether the environment names a Prometheus where config does not, as on a person's machine
 * @throws InputInvalid for a wish for nothing but what config leaves out
 */
export function runSources(
  { only }: Pick<RunInput, "only">,
  { prometheus }: Pick<PipelineConfig, "prometheus">,
  hasAddress: boolean,
): RunSources {
  const leftOut: Source[] = prometheus.url === null && !hasAddress ? ["redis"] : [];
  const sources = [...new Set(only ?? SOURCES)].filter((source) => !leftOut.includes(source));
  if (sources.length === 0)
    throw new StageError(
      "InputInvalid",
      "redis cannot be collected: it is read from Prometheus, and prometheus.url is null",
    );
  return { sources, leftOut };
}
