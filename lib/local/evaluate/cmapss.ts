import { readFileSync } from "node:fs";

/** One engine of C-MAPSS: cycles by sensor; one cycle stands for one day, the last cycle is the failure. */
export interface Engine {
  readonly id: number;
  readonly cycles: number;
  readonly sensors: readonly Float64Array[];
}

/** Sensors that vary in FD001, see COLUMNS.md beside the data. */
const SENSORS = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21] as const;
const SENSOR_COLUMN = 4;

/** Reads `train_FD001.txt`. */
export function readEngines(file: string): Engine[] {
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length > SENSOR_COLUMN);
  return [...Map.groupBy(rows, (row) => row[0] ?? 0)].map(([id, own]) => ({
    id,
    cycles: own.length,
    sensors: SENSORS.map((sensor) =>
      Float64Array.from(own, (row) => row[SENSOR_COLUMN + sensor] ?? Number.NaN),
    ),
  }));
}

/** Cycles to go above which an engine counts as healthy. */
const HEALTHY_CYCLES = 125;
const FIRST_JUDGED = 44;
const SENSORS_FOR_ALARM = 3;
const HOLES_ALLOWED = 5;

/** What engine alarms of one chart are worth. */
export interface EngineFigures {
  readonly alarmedInLast100: number;
  readonly medianSustainedLead: number;
  readonly falseCyclesPct: number;
  readonly healthyCycles: number;
}

/**
 * Engine alarm = at least three sensors signal in one cycle. Sustained = a run of alarms, holes of up to five cycles
 * allowed, that lasts to the failure; its lead is counted from its first cycle.
 *
 * @param signals - one flag array per sensor of an engine.
 */
export function engineFigures(
  engines: readonly Engine[],
  signals: (engine: Engine) => readonly Uint8Array[],
): EngineFigures {
  let alarmed = 0;
  let falseCycles = 0;
  let healthyCycles = 0;
  const leads: number[] = [];
  for (const engine of engines) {
    const flags = signals(engine);
    const alarm = Array.from({ length: engine.cycles }, (_, cycle) => {
      return flags.filter((flag) => flag[cycle] === 1).length >= SENSORS_FOR_ALARM;
    });
    const healthyEnd = engine.cycles - 1 - HEALTHY_CYCLES;
    for (let cycle = FIRST_JUDGED; cycle < healthyEnd; cycle++) {
      healthyCycles++;
      if (alarm[cycle]) falseCycles++;
    }
    if (alarm.slice(-100).some(Boolean)) alarmed++;
    leads.push(sustainedLead(alarm));
  }
  leads.sort((a, b) => a - b);
  const middle = leads.length / 2;
  const medianSustainedLead = ((leads[Math.floor(middle)] ?? 0) + (leads[Math.ceil(middle) - 1] ?? 0)) / 2;
  const falseCyclesPct = (100 * falseCycles) / Math.max(1, healthyCycles);
  return { alarmedInLast100: alarmed, medianSustainedLead, falseCyclesPct, healthyCycles };
}

function sustainedLead(alarm: readonly boolean[]): number {
  let first = alarm.length;
  for (let cycle = alarm.length - 1; cycle >= 0 && first - cycle <= HOLES_ALLOWED + 1; cycle--) {
    if (alarm[cycle]) first = cycle;
  }
  return first === alarm.length ? 0 : alarm.length - 1 - first;
}
