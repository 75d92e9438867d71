import { retentionStore } from "#adapters/mysql/retention-store.ts";
import { PRUNER } from "#contract/stages.ts";
import { now } from "#runtime/clock.ts";
import { databaseOf } from "#runtime/connections/stores.ts";
import { readEnvironment, required } from "#runtime/environment.ts";
import { log } from "#runtime/logger.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { prune } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler(PRUNER.id, Event, async () => {
  const startedMs = performance.now();
  const environment = readEnvironment();
  const database = await databaseOf(environment);
  try {
    const answer = await prune(required(environment, "RETENTION_DAYS"), {
      retention: retentionStore(database),
      now,
      elapsedMs: () => performance.now() - startedMs,
      report: (table, rows) => log("deleted rows past the retention", { stage: PRUNER.id, table, rows }),
    });
    if (!answer.isFinished)
      log("not everything could be deleted in time: the next call goes on", { stage: PRUNER.id });
    return answer;
  } finally {
    await database.pool.end();
  }
});
