import { isApplicable } from "../model/expected-series.ts";
import type { Resource } from "../model/resource.ts";
import { markdownTable } from "./markdown-table.ts";
import { presentResources } from "./present-resources.ts";
import { pricedServices } from "./priced-services.ts";
import type { ReportFacts } from "./report-facts.ts";
import { expectedSignals, metricsOfSignal, SIGNALS, type SignalName } from "./signals.ts";

type Facts = Pick<ReportFacts, "asOf" | "estate" | "resources" | "config" | "cost">;

/** Types of resources by signals: of how many resources each is watched, and what nobody sees. */
export function coverageMatrixReport(facts: Facts): string {
  const types = typesOf(facts);
  const rows = types.map(({ title, type }) => [
    title,
    ...SIGNALS.map(({ name }) => cellOf(type, name, facts)),
  ]);
  return [
    "# Monitoring coverage 监控覆盖\n",
    `Of how many resources each signal is watched, on ${facts.asOf} (${facts.estate}). **no**: nobody sees it; n/a: the type does not have it; none found: it would be watched.\n`,
    markdownTable(["type", ...SIGNALS.map(({ name }) => name)], rows),
    "## What is watched\n",
    markdownTable(
      ["type", "signal", "metrics"],
      types.flatMap((one) => watchedRows(one, facts)),
    ),
    "## What is not watched\n",
    markdownTable(
      ["type", "signals that nobody sees"],
      types.map((one) => unwatchedRow(one, facts)),
    ),
  ].join("\n");
}

interface NamedType {
  readonly title: string;
  /** Null for services that are no type of the config. */
  readonly type: string | null;
}

/** Those that cost something, in their order, then the rest of the config's. */
function typesOf(facts: Facts): NamedType[] {
  const { config } = facts;
  const priced = pricedServices(facts).map(({ title, type }) => ({ title, type }));
  const more = Object.entries(config.resourceTypes)
    .filter(([type]) => !priced.some((one) => one.type === type))
    .map(([type, { title }]) => ({ title, type }));
  return [...priced, ...more];
}

function present(type: string, { resources }: Facts): Resource[] {
  return presentResources(resources).filter((resource) => resource.type === type);
}

function metricsOf(type: string, { config }: Facts): string[] {
  return Object.entries(config.metrics)
    .filter(([, metric]) => metric.resourceType === type)
    .map(([name]) => name);
}

function cellOf(type: string | null, signal: SignalName, facts: Facts): string {
  if (type === null) return "**no**";
  const metrics = metricsOfSignal(signal, metricsOf(type, facts));
  if (metrics.length === 0) return expectedSignals(type).includes(signal) ? "**no**" : "n/a";
  const all = present(type, facts);
  if (all.length === 0) return "none found";
  const watched = all.filter((resource) =>
    metrics.some((name) => {
      const metric = facts.config.metrics[name];
      return metric !== undefined && isApplicable(metric, resource);
    }),
  );
  return `${watched.length} of ${all.length}`;
}

function watchedRows({ title, type }: NamedType, facts: Facts): string[][] {
  if (type === null) return [];
  return SIGNALS.flatMap(({ name }) => {
    const metrics = metricsOfSignal(name, metricsOf(type, facts));
    return metrics.length === 0 ? [] : [[title, name, metrics.join(", ")]];
  });
}

function unwatchedRow({ title, type }: NamedType, facts: Facts): string[] {
  if (type === null) return [title, "everything: no type of config/metrics_config.yaml"];
  const known = metricsOf(type, facts);
  const missing = expectedSignals(type).filter((signal) => metricsOfSignal(signal, known).length === 0);
  return [title, missing.length === 0 ? "none of those expected" : missing.join(", ")];
}
