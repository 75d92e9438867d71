import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadFleetCost } from "#adapters/config-files/fleet-cost.ts";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { CONFIG_DIRECTORY } from "../../support/pipeline-rows.ts";

const folder = temporaryDirectory("fleet-cost");
afterAll(() => folder.remove());

let count = 0;
function directory(text: string | null): string {
  count += 1;
  const path = join(folder.path, String(count));
  mkdirSync(path);
  if (text !== null) writeFileSync(join(path, "fleet_cost.yaml"), text);
  return path;
}
const SERVICE = '{ title: EC2, type: ec2, expected: "~233", usdPerMonth: 18200 }';
const COST = `source: a bill\nrecordedOn: "2026-11-25"\nservices: [${SERVICE}]\n`;

describe("what the fleet costs", () => {
  it("is what the file says, and nothing where there is none", async () => {
    expect(await loadFleetCost(directory(COST))).toMatchObject({
      source: "a bill",
      services: [{ title: "EC2", usdPerMonth: 18_200 }],
    });
    expect(await loadFleetCost(directory(null))).toBeNull();
  });

  it("is part of a run's config, so that its reports can say it", async () => {
    const { cost } = await loadConfig(CONFIG_DIRECTORY, null);
    expect(cost?.services.map(({ title }) => title)).toContain("EC2 instances");
  });

  it.each([
    ["a cost below zero", COST.replace("18200", "-1"), "usdPerMonth"],
    ["a key that is not known", `${COST}currency: EUR\n`, "currency"],
    ["no YAML", "services: [", "is not YAML"],
  ])("is refused: %s", async (_, text, says) => {
    await expect(loadFleetCost(directory(text))).rejects.toMatchObject({
      name: "ConfigInvalid",
      message: expect.stringMatching(new RegExp(`fleet_cost.yaml[^]*${says}`)),
    });
  });

  it("is refused where it cannot be read", async () => {
    const path = directory(null);
    mkdirSync(join(path, "fleet_cost.yaml"));
    await expect(loadFleetCost(path)).rejects.toThrow(
      "fleet_cost.yaml cannot be read in the config directory",
    );
  });
});
