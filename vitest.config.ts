import { defineConfig } from "vitest/config";

/** Folders whose tests work on real servers; each file has a process of its own, because connections and environment outlive a test. */
const ON_SERVERS = ["adapters/mysql", "sql", "operations", "pipeline", "integration"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: "on-servers",
          include: ON_SERVERS,
          globalSetup: "test/support/shared-database.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "in-memory",
          include: ["test/**/*.test.ts"],
          exclude: ON_SERVERS,
          /** Loading the SDKs and CDK takes longer than most files: a worker keeps them. */
          isolate: false,
        },
      },
    ],
  },
});
