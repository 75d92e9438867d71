import { afterAll, describe, expect, it } from "vitest";
import { refuseUsedDatabase } from "#lib/local/services/refuse-used-database.ts";
import { freshDatabase, startTestServer } from "../../adapters/mysql/test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === undefined)("the demo and the bench", () => {
  it("take a database without tables, and one whose tables are empty", async () => {
    for (const isEmpty of [true, false]) {
      const given = await freshDatabase(server, { isEmpty });
      await expect(refuseUsedDatabase(given.url)).resolves.toBeUndefined();
      await given.close();
    }
  });

  it("refuse one that a run has written into, and show no password", async () => {
    const given = await freshDatabase(server);
    await given.sql(
      "INSERT INTO infra_monitoring_pipeline_log (run_id, step, state, warnings, config_hash, code_version, is_dry_run) VALUES ('daily', 'run', 'COMPLETE', '[]', '', '', 0)",
    );
    const refusal = String(await refuseUsedDatabase(given.url).catch((error: unknown) => error));
    expect(refusal).toMatch(/^InputInvalid: infra_monitoring_pipeline_log in .* hold rows already/);
    expect(refusal).not.toContain(new URL(given.url).password);
    await given.close();
  });
});
