import { startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import { smallEstate } from "../small-estate.ts";
import { daysSince, hour, reshape, type Shape } from "./reshape.ts";

export const CPU = "ec2.cpu_utilization_pct";
export const MEMORY = "redis.memory_usage_pct";
export const WEIRD_NAME = `it's "odd"\n=cmd('x')&<script>alert(1)</script> 🦄 \\ 高 @here`;
export const NEW_SINCE = "2026-10-29";
export const EXTREME_ON = "2026-11-02";
export const SILENT_FROM = "2026-11-03";

/** Averages of a day in turn: their spread is above the floor, no rule holds for them, and 30 days of them have a mean of 30. */
const LEVELS = [28, 32, 30, 27, 33];
const usual: Shape = (_value, { day }) => LEVELS[((daysSince("2026-01-01", day) % 5) + 5) % 5] ?? 30;
const extreme: Shape = (value, slot) => (slot.day === EXTREME_ON ? 90 : usual(value, slot));

/** Parts of the day, or days, in which nothing is heard of a resource. */
const silentWhen =
  (isSilent: (day: UtcDay, second: number) => boolean, shape: Shape): Shape =>
  (value, slot) =>
    isSilent(slot.day, slot.second) ? Number.NaN : shape(value, slot);

const EMPTY_DAYS: readonly UtcDay[] = ["2026-10-20", "2026-11-01"];
const unchanged: Shape = (value) => value;
const isHole = (day: UtcDay, second: number) => EMPTY_DAYS.includes(day) || second % 3000 < 900;
const isNight = (_day: UtcDay, second: number) => second < hour(8);
const isSilent = (day: UtcDay) => day >= SILENT_FROM;
const isUnborn = (day: UtcDay) => day < NEW_SINCE;

interface Role {
  readonly cpu?: Shape;
  readonly all?: Shape;
  readonly change?: Partial<EstateResource>;
}

const NEW: Partial<EstateResource> = { createdAtSeconds: startOfDay(NEW_SINCE) };
const ROLES = {
  weird: {
    cpu: extreme,
    change: { name: WEIRD_NAME, tags: { Name: WEIRD_NAME, owner: "<!channel>\nroot" } },
  },
  constant: { cpu: () => 50 },
  holes: { cpu: silentWhen(isHole, usual), all: silentWhen(isHole, unchanged) },
  night: { cpu: silentWhen(isNight, usual), all: silentWhen(isNight, unchanged) },
  silent: { cpu: silentWhen(isSilent, extreme), all: silentWhen(isSilent, unchanged) },
  deleted: { cpu: extreme, change: { deletedOn: "2026-11-04" } },
  young: { cpu: silentWhen(isUnborn, usual), all: silentWhen(isUnborn, unchanged), change: NEW },
} satisfies Record<string, Role>;
const ROLE_NAMES = ["weird", "constant", "holes", "night", "silent", "deleted", "young"] as const;

const fleet = smallEstate({ hasIncidents: false, pick: () => true }).resources;
const instances = fleet
  .filter(({ type, region, traits }) => type === "ec2" && region === "us-east-1" && traits.includes("nitro"))
  .slice(0, ROLE_NAMES.length);
export const idOf = Object.fromEntries(
  ROLE_NAMES.map((role, index) => [role, instances[index]?.resourceId ?? ""]),
);
export const NODE = fleet.find(({ name }) => name === "pricing-cache-002")?.resourceId ?? "";

export function oddEstate(): Estate {
  const ids = [...Object.values(idOf), NODE];
  const estate = smallEstate({ hasIncidents: false, pick: ({ resourceId }) => ids.includes(resourceId) });
  const roleOf = new Map<string, Role>(ROLE_NAMES.map((role) => [idOf[role] ?? "", ROLES[role]]));
  const changeOf = (id: string) => (id === NODE ? NEW : (roleOf.get(id)?.change ?? {}));
  const shapes = [...roleOf].map(([id, { cpu = unchanged, all = unchanged }]) => [
    id,
    { [CPU]: cpu, "*": all },
  ]);
  return reshape(
    {
      ...estate,
      resources: estate.resources.map((resource) => ({ ...resource, ...changeOf(resource.resourceId) })),
    },
    { ...Object.fromEntries(shapes), [NODE]: { [MEMORY]: () => 0.95 } },
  );
}
