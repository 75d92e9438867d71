import * as z from "zod";
import type { GrafanaFacts, Seen } from "#core/reports/report-facts.ts";

const TIMEOUT_MS = 15_000;

/** What is read of Grafana's own rule states, which have the form of Prometheus' rules API. */
const Answer = z.object({
  data: z.object({ groups: z.array(z.object({ rules: z.array(z.object({ health: z.string() })) })) }),
});

/** Rule states by Grafana's HTTP API, with a read-only token; without one, nobody looked. */
export async function grafanaRules(
  url: string | undefined,
  token: string | undefined,
): Promise<Seen<GrafanaFacts>> {
  if (url === undefined || token === undefined)
    return { state: "not_looked_at", why: "no GRAFANA_URL with a read-only GRAFANA_TOKEN was given" };
  try {
    const reply = await fetch(new URL("api/prometheus/grafana/api/v1/rules", url.replace(/\/?$/, "/")), {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!reply.ok) return { state: "not_looked_at", why: `Grafana answered ${reply.status}` };
    const parsed = Answer.safeParse(await reply.json());
    if (!parsed.success) return { state: "not_looked_at", why: "Grafana answered in an unknown shape" };
    const rules = parsed.data.data.groups.flatMap((group) => group.rules);
    const groups = [...Map.groupBy(rules, ({ health }) => health)].map(
      ([health, members]) => [health, members.length] as const,
    );
    return { state: "seen", value: { rulesByHealth: Object.fromEntries(groups) } };
  } catch {
    return { state: "not_looked_at", why: "Grafana did not answer" };
  }
}
