import { countByType } from "../model/count-by-type.ts";
import type { Resource } from "../model/resource.ts";
import { markdownTable, usd } from "./markdown-table.ts";
import { presentResources } from "./present-resources.ts";
import { pricedServices } from "./priced-services.ts";
import type { ReportFacts } from "./report-facts.ts";

type Facts = Pick<ReportFacts, "asOf" | "estate" | "resources" | "config" | "cost">;

/** The fleet by type, with what it costs a month as far as somebody said, and by account and region. */
export function fleetInventoryReport(facts: Facts): string {
  const { asOf, estate, resources, config, cost } = facts;
  const services = pricedServices(facts);
  const present = presentResources(resources);
  const counts = countByType(present);
  const priced = services.map(({ title, type, expected, usdPerMonth }) => [
    title,
    type === null ? "not watched" : String(counts[type] ?? 0),
    expected ?? "not said",
    usd(usdPerMonth),
  ]);
  const named = new Set(services.map(({ type }) => type));
  const others = Object.entries(counts)
    .filter(([type]) => !named.has(type))
    .map(([type, count]) => [titleOf(type, config), String(count), "not said", costOfPart(type, config)]);
  const known = services.reduce((total, { usdPerMonth }) => total + (usdPerMonth ?? 0), 0);
  const total = ["**Total**", `**${present.length}**`, "", `**${usd(known)}**`];
  return [
    "# Fleet inventory 资源清单\n",
    `What the describe APIs, the tagging API and CloudWatch listed on ${asOf} (${estate}), and what it costs a month.\n`,
    markdownTable(["type", "found", "expected", "cost a month"], [...priced, ...others, total]),
    `${sourceOfCosts(cost)}; unknown costs are not in the total.\n`,
    "## Where they are\n",
    markdownTable(["account", "region", "type", "count", "without owner"], placeRows(present)),
    "## Engines and sizes\n",
    markdownTable(["type", "engine", "size", "count"], sizeRows(present)),
  ].join("\n");
}

function sourceOfCosts(cost: Facts["cost"]): string {
  if (cost === null) return "Nobody said in `config/fleet_cost.yaml` what it costs";
  return `Costs and expected counts: ${cost.source}, recorded on ${cost.recordedOn} in \`config/fleet_cost.yaml\``;
}

function titleOf(type: string, { resourceTypes }: Facts["config"]): string {
  return resourceTypes[type]?.title ?? type;
}

function costOfPart(type: string, { resourceTypes }: Facts["config"]): string {
  const partOf = resourceTypes[type]?.partOf ?? null;
  return partOf === null ? usd(null) : `in ${resourceTypes[partOf]?.title ?? partOf}`;
}

function placeRows(resources: readonly Resource[]): string[][] {
  return grouped(resources, ({ accountId, region, type }) => [accountId, region, type]).map(
    ([place, members]) => [
      ...place,
      String(members.length),
      String(members.filter(({ owner }) => owner === null).length),
    ],
  );
}

function sizeRows(resources: readonly Resource[]): string[][] {
  return grouped(resources, ({ type, engine, instanceClass }) => [
    type,
    engine ?? "none",
    instanceClass ?? "unknown",
  ]).map(([size, members]) => [...size, String(members.length)]);
}

/** Members by a list of words, in the order of the words. */
function grouped(
  resources: readonly Resource[],
  wordsOf: (resource: Resource) => string[],
): [string[], Resource[]][] {
  const groups = Map.groupBy(resources, (resource) => JSON.stringify(wordsOf(resource)));
  return [...groups.values()]
    .map((members): [string[], Resource[]] => [members[0] === undefined ? [] : wordsOf(members[0]), members])
    .sort(([a], [b]) => (a.join("\n") < b.join("\n") ? -1 : 1));
}
