import type { Database } from "#adapters/mysql/connect.ts";
import { storesOn } from "#adapters/mysql/mysql-stores.ts";
import { inOneReading } from "#adapters/mysql/transaction.ts";
import { HISTORY_DAYS } from "#core/alerting/choose-notifications.ts";
import { REPLAY_DAYS, type ScoredDay } from "#core/alerting/fold-alerts.ts";
import type { Resource } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import { NO_ROW, type SeriesHistory, type Stores } from "#core/ports/stores.ts";
import { historyFromOf } from "#stages/09-baseline/run.ts";
import { type TellingRun, tellingRuns } from "./telling-runs.ts";

/** Everything that decides what people would have been told on the days `from..to`, as the database holds it at one moment. */
export interface Past {
  readonly from: UtcDay;
  readonly to: UtcDay;
  /** The first of these days that has daily values. */
  readonly heldFrom: UtcDay;
  readonly histories: readonly SeriesHistory[];
  /** The days before `from`, as they were scored then. */
  readonly scoredBefore: readonly ScoredDay[];
  /** Alerts open on the day before `from`. */
  readonly openBefore: readonly AlertRow[];
  /** Alerts that had ended before `from`, as far back as choosing looks. */
  readonly closedBefore: readonly AlertRow[];
  /** All that was ever said and told. */
  readonly actions: readonly AlertAction[];
  readonly resources: ReadonlyMap<string, Resource>;
  /** Those that told people of these days. */
  readonly runs: readonly TellingRun[];
}

const EVER = "1970-01-01";

/**
 * Reads the newest `days` days that the database holds, in one reading that writes nothing.
 *
 * @throws StageError SchemaUnknown; InputInvalid if there are no daily values
 */
export async function readPast(database: Database, days: number): Promise<Past> {
  return inOneReading(database, "reading the past", async (still) => {
    const stores = storesOn(still);
    await stores.requireKnownSchema();
    const to = await stores.dailyValues.newestDay();
    if (to === null)
      throw new StageError(
        "InputInvalid",
        "the database holds no daily values yet: npm run pipeline reads them",
      );
    const from = addDays(to, 1 - days);
    const actions = await stores.alerts.readActions(EVER);
    const toldBy = new Set(actions.flatMap(({ action, runId }) => (action === "told" ? [runId] : [])));
    const histories = await stores.dailyValues.readHistory(historyFromOf(from), to);
    return {
      ...{ from, to, actions, histories },
      heldFrom: firstHeld(histories, from),
      ...(await alertsBefore(stores, from)),
      scoredBefore: await scoresBefore(stores, from),
      resources: new Map((await stores.inventory.readAll()).map((one) => [one.resourceId, one])),
      runs: await tellingRuns(still, { from, to }, toldBy),
    };
  });
}

/** The first day from `from` on that has a row; a young database holds fewer days than it is asked for. */
function firstHeld(histories: readonly SeriesHistory[], from: UtcDay): UtcDay {
  const before = dayNumber(from) - dayNumber(historyFromOf(from));
  const firsts = histories.map(({ status }) => {
    const first = status.subarray(before).findIndex((code) => code !== NO_ROW);
    return first === -1 ? status.length : first;
  });
  return addDays(
    from,
    firsts.reduce((least, first) => Math.min(least, first), firsts[0] ?? 0),
  );
}

async function alertsBefore(
  { alerts }: Pick<Stores, "alerts">,
  from: UtcDay,
): Promise<Pick<Past, "openBefore" | "closedBefore">> {
  const recent = await alerts.notClosedBefore(addDays(from, -HISTORY_DAYS));
  return {
    openBefore: await alerts.openOn(addDays(from, -1)),
    closedBefore: recent.filter(
      ({ openedOn, resolvedOn }) => openedOn < from && resolvedOn !== null && resolvedOn < from,
    ),
  };
}

async function scoresBefore({ scores }: Pick<Stores, "scores">, from: UtcDay): Promise<ScoredDay[]> {
  const days: ScoredDay[] = [];
  for await (const day of scores.readDays(addDays(from, -REPLAY_DAYS), addDays(from, -1))) days.push(day);
  return days;
}
