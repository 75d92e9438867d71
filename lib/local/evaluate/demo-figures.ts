import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";

const Summary = z.object({
  incidents: z.array(z.object({ leadDays: z.number().nullable() })),
  falseAlerts: z.object({ notificationsPerDay: z.number() }),
});

/** How a run of the demo went. */
export interface DemoFigures {
  readonly incidents: number;
  readonly foundBeforeImpact: number;
  /** Null if nothing was found. */
  readonly medianLeadDays: number | null;
  readonly falseNotificationsPerDay: number;
}

/** Reads the summary.json that `npm run demo -- --out DIR` wrote. @throws StageError InputInvalid if it is none. */
export function readDemo(folder: string): DemoFigures {
  const file = join(folder, "summary.json");
  const { incidents, falseAlerts } = parsed(file);
  const leads = incidents.flatMap(({ leadDays }) => (leadDays === null ? [] : [leadDays]));
  leads.sort((a, b) => a - b);
  return {
    incidents: incidents.length,
    foundBeforeImpact: leads.filter((days) => days > 0).length,
    medianLeadDays: leads[(leads.length - 1) >> 1] ?? null,
    falseNotificationsPerDay: falseAlerts.notificationsPerDay,
  };
}

function parsed(file: string): z.infer<typeof Summary> {
  try {
    return Summary.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new StageError("InputInvalid", `${file} is no summary of a demo: run npm run demo -- --out DIR`, {
      cause,
    });
  }
}
