import { defineConfig } from "vitest/config";

/** Folders whose tests leave nothing behind in their process: neither environment nor kept clients nor mocked modules. */
const LEAVING_NOTHING = [
  "core/**",
  "adapters/!(mysql)/**",
  "aws/**",
  "stages/!(13-alerts)/**",
  "local/{estate,simulated-*}/**",
].map((folder) => `test/${folder}/*.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "own-process",
          include: ["test/**/*.test.ts"],
          exclude: LEAVING_NOTHING,
          globalSetup: "test/support/shared-database.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "shared-process",
          include: LEAVING_NOTHING,
          // Loading the SDKs and CDK takes longer than most files: a worker keeps them.
          isolate: false,
        },
      },
    ],
  },
});
