import { pageMedia } from "#adapters/page-media/page-media.ts";
import type { Resource } from "#core/model/resource.ts";
import type { Finding, FleetRow } from "#core/page/page-facts.ts";
import { MAX_CARDS, renderMorningPage } from "#core/page/render-page.ts";
import { aFinding, aShownAlert, pageFacts } from "../../support/page-facts.ts";
import { anAlert, anInstance, aRedisNode, aResource } from "../../support/pipeline-rows.ts";

const FLEET_DAYS = 30;
/** The specification's fleet, and more findings than the cards hold, so that the table of the rest is there too. */
const WHOLE = { rds: 62, ec2: 233, redis: 76, findings: MAX_CARDS + 60 };

/** Names that a page must show and never obey; the last is what a table would let somebody type. */
export const HOSTILE_NAMES = [
  "<script>document.title='owned'</script>",
  `"onmouseover="document.title='owned'" x="`,
  "<img src=https://example.com/x onerror=document.title='owned'>",
  "</style><style>*{display:none}</style>",
  "{{constructor.constructor('return 1')()}}",
  "😀 naïve 高可用",
  "\u202egnirts desrever",
  `ten kilobytes ${"x".repeat(10_000)}`,
];

/** Resources of three types, the first of them with hostile names. */
function fleet({ rds, ec2, redis }: typeof WHOLE): Resource[] {
  const name = (kind: string, index: number) => HOSTILE_NAMES[index] ?? `${kind}-${index}`;
  return [
    ...Array.from({ length: rds }, (_, i) =>
      aResource({ resourceId: `rds-${i}`, name: name("orders-db", i) }),
    ),
    ...Array.from({ length: ec2 }, (_, i) => anInstance(`i-${i}`, { name: `web-${i}` })),
    ...Array.from({ length: redis }, (_, i) => aRedisNode(`cache-${i}`)),
  ];
}

const TITLES: Readonly<Record<string, string>> = { rds: "RDS", ec2: "EC2", redis: "Redis" };

/** Scores that differ from day to day as those of a bad morning would: strips have many short runs. */
function fleetRow(resource: Resource, index: number): FleetRow {
  const scores = Array.from({ length: FLEET_DAYS }, (_, day) =>
    (index + day) % 11 === 0 ? null : (index * 7 + day * 13) % 101,
  );
  return { resource, typeTitle: TITLES[resource.type] ?? "", scores, worstMetric: "rds.cpu_utilization_pct" };
}

function finding(resource: Resource, index: number): Finding {
  const forecast = index === 1 ? { days: 3.4, earliest: 2, latest: 6, limitValue: 95 } : null;
  const shown = aShownAlert({
    forecast,
    isNew: index < 5,
    alert: anAlert({ resourceId: resource.resourceId, severity: index % 3 === 0 ? "critical" : "warning" }),
  });
  return aFinding({
    resourceId: resource.resourceId,
    resource,
    typeTitle: TITLES[resource.type] ?? "",
    alerts: [shown, shown],
  });
}

/** The page of a bad morning over the whole fleet, or over so much of it. */
export function fleetPage(size: typeof WHOLE = WHOLE): string {
  const resources = fleet(size);
  const facts = pageFacts({
    findings: resources.slice(0, size.findings).map(finding),
    fleet: resources.map(fleetRow),
  });
  return renderMorningPage(facts, pageMedia);
}
