import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { loadFleetCost } from "#adapters/config-files/fleet-cost.ts";
import { demoFacts } from "#lib/local/reports/demo-facts.ts";
import { grafanaRules } from "#lib/local/reports/grafana-rules.ts";
import { GAP_ANALYSIS_FILE, reportFiles } from "#lib/local/reports/report-files.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";

describe("the reports that ship", () => {
  it("are those of the demo estate as it is now", async () => {
    const facts = await demoFacts(CONFIG_DIRECTORY);
    const analysis = readFileSync(`docs/${GAP_ANALYSIS_FILE}`, "utf8");
    for (const [path, text] of reportFiles(facts, analysis))
      expect(readFileSync(`docs/${path}`, "utf8"), `${path} is stale: npm run reports -- --demo`).toBe(text);
  }, 60_000);

  it("cost what the specification's table adds up to", async () => {
    const cost = await loadFleetCost(CONFIG_DIRECTORY);
    expect(cost?.services.reduce((total, { usdPerMonth }) => total + (usdPerMonth ?? 0), 0)).toBe(49_600);
  });
});

/** A Grafana that answers this, and what it was asked with. */
async function grafana(status: number, body: unknown) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return { url: `http://127.0.0.1:${port}/grafana`, asked, close: () => server.close() };
}

describe("Grafana's alert rules", () => {
  it("are counted by their health, with the token that was given", async () => {
    const rules = ["error", "error", "ok"].map((health) => ({ name: "r", health, state: "inactive" }));
    const server = await grafana(200, { status: "success", data: { groups: [{ rules }] } });
    expect(await grafanaRules(server.url, "read-only")).toEqual({
      state: "seen",
      value: { rulesByHealth: { error: 2, ok: 1 } },
    });
    expect(server.asked).toEqual(["/grafana/api/prometheus/grafana/api/v1/rules", "Bearer read-only"]);
    server.close();
  });

  it.each([
    [401, {}, "Grafana answered 401"],
    [200, { data: "html" }, "Grafana answered in an unknown shape"],
  ])("are not looked at where Grafana answers %i %j", async (status, body, why) => {
    const server = await grafana(status, body);
    expect(await grafanaRules(server.url, "t")).toEqual({ state: "not_looked_at", why });
    server.close();
  });

  it("are not looked at without a token, nor where nobody answers", async () => {
    expect(await grafanaRules("http://127.0.0.1:9", undefined)).toMatchObject({ state: "not_looked_at" });
    expect(await grafanaRules("http://127.0.0.1:9", "t")).toMatchObject({ why: "Grafana did not answer" });
  });
});
