import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT } from "#contract/environment-names.ts";
import { ERROR_NAMES, LAMBDA_SERVICE_ERRORS } from "#contract/error-names.ts";
import { closedDayKey, snapshotKey, stageObjectKey } from "#contract/object-keys.ts";
import { OPERATIONS, SAMPLER, STAGES } from "#contract/stages.ts";

describe("the contract between infrastructure and code", () => {
  it("has the stages of the design's table, in its order, and where each runs", () => {
    // Design, 4: id, and "in the VPC" yes or no.
    expect(STAGES.map(({ id, isInVpc }) => [id, isInVpc])).toEqual([
      ["00-open-run", true],
      ["01-inventory", false],
      ["02-prometheus-health", true],
      ["03-collect-redis", true],
      ["04-collect-rds", false],
      ["05-collect-ec2", false],
      ["05b-collect-database", false],
      ["05c-collect-cloudwatch", false],
      ["06-normalise", false],
      ["07-aggregate-daily", false],
      ["08-persist-metrics", true],
      ["09-baseline", true],
      ["10-score", false],
      ["11-persist-scores", true],
      ["12-health-scores", true],
      ["13-alerts", true],
      ["13b-morning-page", true],
      ["14-pipeline-log", true],
    ]);
    expect(SAMPLER.isInVpc).toBe(true);
  });

  it.each([
    ["stages", [...STAGES, SAMPLER]],
    ["operations", OPERATIONS],
  ] as const)(
    "names a folder with a handler for every row, and every folder of lambdas/%s is a row",
    (name, rows) => {
      const folder = fileURLToPath(new URL(`../../../lambdas/${name}`, import.meta.url));
      expect(readdirSync(folder).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      for (const { id } of rows) expect(readdirSync(`${folder}/${id}`)).toContain("handler.ts");
    },
  );

  it("gives every stage at most the 512 MB of the design's figures, and Lambda's 15 minutes", () => {
    for (const { memoryMb, timeoutSeconds } of [...STAGES, SAMPLER, ...OPERATIONS]) {
      expect(memoryMb).toBeLessThanOrEqual(512);
      expect(timeoutSeconds).toBeLessThanOrEqual(900);
    }
  });

  it("has environment names that no two settings share", () => {
    expect(new Set(Object.values(ENVIRONMENT)).size).toBe(Object.keys(ENVIRONMENT).length);
  });

  it("never lets Step Functions repeat what cannot succeed", () => {
    const repeated = Object.entries(ERROR_NAMES).flatMap(([name, { isRetryable }]) =>
      isRetryable ? [name] : [],
    );
    expect(repeated.toSorted()).toEqual([
      "ArchiveUnavailable",
      "DatabaseUnavailable",
      "RunInProgress",
      "SecretUnavailable",
      "SourceThrottled",
      "SourceUnavailable",
    ]);
    expect(LAMBDA_SERVICE_ERRORS).not.toContain("Lambda.Unknown");
  });

  it("puts objects where the design says: runs/<run>/<stage>/<shard> and samples/database/<date>/<time>", () => {
    expect(stageObjectKey("run-1", "04-collect-rds", "s")).toBe("runs/run-1/04-collect-rds/s");
    expect(snapshotKey("2026-11-21", "1015")).toBe("samples/database/2026-11-21/1015");
    expect(closedDayKey("2026-11-21") > snapshotKey("2026-11-21", "2345")).toBe(true);
  });
});
