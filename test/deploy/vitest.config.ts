import { defineConfig } from "vitest/config";

/** One file after the other in one process: each step of a deployment follows from the one before. */
export default defineConfig({
  test: {
    include: ["test/deploy/**/*.deploy.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
    bail: 1,
  },
});
