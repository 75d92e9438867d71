import { closedDayKey, snapshotPrefix } from "#contract/object-keys.ts";
import { checkCollector } from "#core/collect/check-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { SnapshotLine } from "#core/model/database-snapshot.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { Answer, Event } from "./schema.ts";

const SNAPSHOTS_PER_DAY = 96;

/** Looks for the snapshots of the run's last day, and who answered in the newest of them. */
export function checkSnapshots(event: Event, ports: { readonly archive: () => Archive }): Promise<Answer> {
  return checkCollector("database snapshots", event, ports.archive, async ({ run, resources }) => {
    const ofDay = await ports.archive().list(snapshotPrefix(run.to));
    const times = ofDay.filter((key) => key !== closedDayKey(run.to));
    const newest = times.at(-1) ?? ofDay.at(-1);
    if (newest === undefined)
      throw new StageError("SourceUnavailable", `none is archived of ${run.to}: is the sampler running?`);
    const lines = await readRows(ports.archive(), newest, SnapshotLine);
    const answered = sourcesIn(lines.filter(({ state }) => state === "ok"));
    if (answered === 0)
      throw new StageError(
        "SourceUnavailable",
        `no database answered in ${newest}: can the gateway reach them?`,
      );
    const found = times.length > 0 ? `${times.length} of ${SNAPSHOTS_PER_DAY}` : "all, in one object,";
    return `${found} of ${run.to}; in the newest ${answered} of ${sourcesIn(lines)} sources answered, for ${resources.length} databases`;
  });
}

/** Sources that lines speak of: the object of a closed day has a line for each of its times. */
function sourcesIn(lines: readonly SnapshotLine[]): number {
  return new Set(lines.map((line) => (line.state === "ok" ? line.snapshot.sourceId : line.sourceId))).size;
}
