import type { Resource } from "#core/model/resource.ts";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { type EstateDay, sampledDay } from "./daily-stages.ts";
import { anInstance, metric } from "./pipeline-rows.ts";
import { randomStream } from "./random.ts";

export const CPU = "ec2.cpu_utilization_pct";
export const MEMORY = "ec2.memory_used_pct";
export const METRICS = {
  [CPU]: metric(CPU),
  [MEMORY]: metric(CPU, { title: "Memory", condition: [{ kind: "limit", above: 80 }] }),
};
export const START = "2026-06-01";
/** Spread of a member's day around its group's weekday: of the load that all share, and of its own. */
const SHARED = 2;
const OWN = 2;
export const SIGMA = Math.hypot(SHARED, OWN);
export const WEB = "group://111111111111/us-east-1/web";

export interface Plan {
  readonly seed: number;
  readonly seats: number;
  /** Days from a member's noon of birth to the noon on which its successor takes over. */
  readonly life: number;
  /** Days between the replacements of two seats. */
  readonly stagger?: number;
  /** Added to a member's value. */
  readonly change?: (day: number, name: string, metric: string) => number;
}

export interface Member {
  readonly name: string;
  readonly born: number;
  /** Born or replaced at noon of the day. */
  readonly isHalf: boolean;
}

/** Who has the group's seats in the end of a day: each seat's members follow one another, one seat a day. */
function membersOn(day: number, { seats, life, stagger = 1 }: Plan): Member[] {
  return Array.from({ length: seats }, (_, seat) => {
    const age = (day + seat * stagger) % life;
    const generation = Math.floor((day + seat * stagger) / life);
    return { name: `web-${seat}-${generation}`, born: day - age, isHalf: age === 0 };
  });
}

function normals(seed: number): number[] {
  const random = randomStream(seed);
  return Array.from({ length: 300 }, () => random.normal());
}

export function instance({ name, born }: Pick<Member, "name" | "born">): Resource {
  return anInstance(name, { name, groupId: "web", firstSeen: addDays(START, born) });
}

/** A group behind one load balancer with less to do at weekends. */
export function groupEstate(plan: Plan): (day: UtcDay) => EstateDay {
  const shared = normals(plan.seed);
  const own = new Map<string, number[]>();
  const noise = (name: string, day: number) => {
    const known = own.get(name) ?? normals(dayNumber(START) * plan.seed + own.size);
    own.set(name, known);
    return known[day] ?? 0;
  };
  return (date) => {
    const day = dayNumber(date) - dayNumber(START);
    if (day < 0) return { described: [], series: [] };
    const since = day === 0 ? [] : membersOn(day - 1, plan);
    const leaving = since.filter(({ name }) => !membersOn(day, plan).some((member) => member.name === name));
    const living = [...leaving.map((member) => ({ ...member, isHalf: true })), ...membersOn(day, plan)];
    const level = 45 - (day % 7 >= 5 ? 8 : 0) + SHARED * (shared[day] ?? 0);
    const series = living.flatMap((member) =>
      Object.keys(METRICS).map((name) => {
        const value =
          level + OWN * noise(member.name + name, day) + (plan.change?.(day, member.name, name) ?? 0);
        const { resourceId } = instance(member);
        return { resourceId, metric: name, day: sampledDay(date, value, member.isHalf ? 144 : 288) };
      }),
    );
    return { described: since.map(instance), series };
  };
}
