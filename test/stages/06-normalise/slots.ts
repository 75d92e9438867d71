import fc from "fast-check";
import { normaliseSeries } from "#stages/06-normalise/normalise-series.ts";
import { metric } from "../../support/pipeline-rows.ts";
import { rawDay } from "../../support/raw-rows.ts";

fc.configureGlobal({ seed: 1 });

export const clients = metric("redis.connected_clients");
export const cpu = metric("rds.cpu_utilization_pct");
export const slots = (t: number[], value: (number | null)[], of = clients) => {
  const { series, duplicateCount, rejectedCount } = normaliseSeries(rawDay({ t, value }), of);
  return { day: series.days[0], duplicateCount, rejectedCount };
};
