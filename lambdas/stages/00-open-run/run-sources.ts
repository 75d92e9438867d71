import type { PipelineConfig } from "#core/model/pipeline-config.ts";
import { SOURCES, type Source } from "#core/model/resource.ts";
import type { RunInput } from "#core/model/run.ts";
import { StageError } from "#core/model/stage-error.ts";

/** Services of our own that a source is read from and from nowhere else: config may do without them. */
const READ_FROM = { redis: "prometheus", database: "gateway" } as const satisfies Partial<
  Record<Source, "prometheus" | "gateway">
>;

type OwnService = (typeof READ_FROM)[keyof typeof READ_FROM];

/** Which of them the environment names where config does not, as on a person's machine. */
export type NamedServices = Readonly<Record<OwnService, boolean>>;

/** `leftOut`: what config does without, so that no run is less whole for it. */
export interface RunSources {
  readonly sources: Source[];
  readonly leftOut: Source[];
}

/** The sources that a run collects. @throws InputInvalid for a wish for nothing but what config does without */
export function runSources(
  { only }: Pick<RunInput, "only">,
  config: Pick<PipelineConfig, OwnService>,
  named: NamedServices,
): RunSources {
  const serviceOf: Partial<Record<Source, OwnService>> = READ_FROM;
  const leftOut = SOURCES.filter((source) => {
    const service = serviceOf[source];
    return service !== undefined && config[service].url === null && !named[service];
  });
  const wanted = [...new Set(only ?? SOURCES)];
  const sources = wanted.filter((source) => !leftOut.includes(source));
  if (sources.length > 0) return { sources, leftOut };
  const reasons = wanted.map((source) => `${source} without ${serviceOf[source]}.url`);
  throw new StageError("InputInvalid", `nothing can be collected: config has ${reasons.join(", ")}`);
}
