import { addDays, dayNumber, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import type { Effect } from "./effect.ts";
import type { BenignEvent, Estate, EstateResource } from "./estate.ts";
import { type FleetDays, type FleetMember, pick } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import { isOdd } from "./incident-plan.ts";
import { type Surge, wholeDaySurge } from "./traffic.ts";

/** Days counted from the first daily run. */
const LOAD_TEST_DAY = 6;
const RESIZE_DAY = 8;
const HOLIDAY_DAY = 12;
const RESTART_DAY = 10;
/** Most shops close. */
const HOLIDAY_TRAFFIC = 0.72;
const LOAD_TEST_TRAFFIC = 1.7;
/** 15:00 to 19:00 UTC. */
const LOAD_TEST_SLOTS = { firstSlot: 180, endSlot: 228 };
const LOAD_TESTED_SERVICES = ["menu-api", "search", "notification"];
/** Twice the size of each class that can be resized. */
const LARGER_CLASS: Readonly<Record<string, string>> = {
  "m5.large": "m5.xlarge",
  "m6i.large": "m6i.xlarge",
  "c5.xlarge": "c5.2xlarge",
  "r5.large": "r5.xlarge",
};
/** Twice the processors for the same work, and a little more headroom is used. */
const RESIZE_CPU_CHANGE = -0.45;
const RESIZED_AT_HOUR = 6;

export interface BenignPlan {
  readonly events: readonly BenignEvent[];
  readonly effects: readonly Effect[];
  /** Surges of everything, and of the load-tested resources. */
  readonly surgesOf: (resourceId: string) => readonly Surge[];
  /** Resources that incidents leave alone. */
  readonly reserved: ReadonlySet<string>;
}

/** The unusual but harmless: a load test, a resized instance, a restarted database server, a holiday of the whole fleet. */
export function planBenignEvents(members: readonly FleetMember[], days: FleetDays, seed: number): BenignPlan {
  const testedService = pick(LOAD_TESTED_SERVICES, keyOf("load test", seed));
  const tested = members.filter((member) => member.service.name === testedService).map(idOf);
  const resized = pick(members.filter(isResizable), keyOf("resize", seed)).resource;
  const restarted = pick(members.filter(isRestartable), keyOf("restart", seed)).resource;
  const on = (offset: number) => addDays(days.monitoringStart, offset);
  const holiday = wholeDaySurge(dayNumber(on(HOLIDAY_DAY)), HOLIDAY_TRAFFIC);
  const loadTest = { day: dayNumber(on(LOAD_TEST_DAY)), ...LOAD_TEST_SLOTS, factor: LOAD_TEST_TRAFFIC };
  const testedIds = new Set(tested);
  return {
    events: [
      event("load_test", tested, on(LOAD_TEST_DAY)),
      event("resize", [resized.resourceId], on(RESIZE_DAY)),
      event("server_restart", [restarted.resourceId], on(RESTART_DAY)),
      event("holiday", members.map(idOf), on(HOLIDAY_DAY)),
    ],
    effects: [resizeEffect(resized, on(RESIZE_DAY))],
    surgesOf: (resourceId) => (testedIds.has(resourceId) ? [holiday, loadTest] : [holiday]),
    reserved: new Set([...tested, resized.resourceId, restarted.resourceId]),
  };
}

function idOf(member: FleetMember): string {
  return member.resource.resourceId;
}

function isResizable(member: FleetMember): boolean {
  const { resource } = member;
  return resource.type === "ec2" && !isOdd(resource) && (resource.instanceClass ?? "") in LARGER_CLASS;
}

/** PostgreSQL keeps its counters over a restart, MySQL does not. */
function isRestartable(member: FleetMember): boolean {
  return member.resource.engine === "mysql";
}

function event(kind: string, resourceIds: readonly string[], day: UtcDay): BenignEvent {
  return { id: kind, kind, resourceIds, from: day, to: day };
}

function resizeEffect(resource: EstateResource, day: UtcDay): Effect {
  return {
    resourceId: resource.resourceId,
    metric: "ec2.cpu_utilization_pct",
    fromSeconds: startOfDay(day) + RESIZED_AT_HOUR * 3600,
    untilSeconds: Number.POSITIVE_INFINITY,
    curve: "step",
    power: 1,
    fullAfterSeconds: 1,
    operation: "multiply",
    amount: RESIZE_CPU_CHANGE,
  };
}

/** The class that AWS would name on that day: larger from the day of its resize on. */
export function instanceClassOn(estate: Estate, resource: EstateResource, day: UtcDay): string | null {
  const resize = estate.benignEvents.find((candidate) => candidate.kind === "resize");
  const isResized = resize?.resourceIds.includes(resource.resourceId) === true && day >= resize.from;
  const { instanceClass } = resource;
  return isResized ? (LARGER_CLASS[instanceClass ?? ""] ?? instanceClass) : instanceClass;
}
