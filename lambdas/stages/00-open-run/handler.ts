import { fileURLToPath } from "node:url";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { now } from "#runtime/clock.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkOpening } from "./check.ts";
import { parseInput } from "./parse-input.ts";
import { openRun } from "./run.ts";
import { Event } from "./schema.ts";

/** Where config lies in a checkout; a function is told by CONFIG_DIRECTORY. */
const CHECKOUT_CONFIG = fileURLToPath(new URL("../../../config", import.meta.url));

export const handler = stageHandler("00-open-run", Event, async (event) => {
  const wish = parseInput(event.input);
  const environment = readEnvironment();
  const common = {
    now,
    loadConfig: () =>
      loadConfig(environment.CONFIG_DIRECTORY ?? CHECKOUT_CONFIG, environment.PIPELINE_ENVIRONMENT ?? null),
    codeVersion: environment.CODE_VERSION,
    named: {
      prometheus: environment.PROMETHEUS_URL !== undefined,
      gateway: environment.MCP_GATEWAY_URL !== undefined,
    },
  };
  if (wish.check === true) {
    return checkOpening(wish, event.executionName, {
      ...common,
      archive: () => archiveOf(environment),
      stores: () => storesOf(environment),
    });
  }
  return openRun(event, {
    ...common,
    archive: archiveOf(environment),
    stores: await storesOf(environment),
    leaseSeconds: environment.LEASE_SECONDS,
  });
});
