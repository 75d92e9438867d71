import { isPrometheusOnly, type Resource } from "#core/model/resource.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";

/** A week without any value: as long as the daily run looks back for days that it missed. */
const SILENT_DAYS_OF_THE_GONE = 7;

/** What one account and region said, or that it said nothing. */
export interface PlaceAnswer {
  readonly accountId: string;
  readonly region: string;
  /** Null: denied or out of reach, so what it had is carried over as `stale`. */
  readonly resources: readonly DescribedResource[] | null;
}

/**
 * Joins what is described now with what was known: `firstSeen` is the earliest evidence and never moves later; what an account
 * that answered no longer has is `gone`, with its `lastSeen` kept; what could not be asked is `stale`.
 * @param today - UTC day of the run's start
 */
export function mergeInventory(
  known: readonly Resource[],
  answers: readonly PlaceAnswer[],
  today: UtcDay,
): Resource[] {
  const knownById = new Map(known.map((resource) => [resource.resourceId, resource]));
  const described = answers
    .flatMap(({ resources }) => resources ?? [])
    .map((resource) => describedNow(resource, knownById, today));
  const describedIds = new Set(described.map((resource) => resource.resourceId));
  const answered = new Set(answers.filter(({ resources }) => resources !== null).map(placeKey));
  const rest = known
    .filter((resource) => !describedIds.has(resource.resourceId))
    .map((resource) => notDescribed(resource, answered, today));
  return [...described, ...rest].toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

function describedNow(
  resource: DescribedResource,
  known: ReadonlyMap<string, Resource>,
  today: UtcDay,
): Resource {
  const { createdOn, ...description } = resource;
  const evidence = [createdOn, known.get(resource.resourceId)?.firstSeen, today];
  const [firstSeen = today] = evidence.filter((day) => day !== null && day !== undefined).toSorted();
  return { ...description, firstSeen, lastSeen: today, status: "described" };
}

/**
 * A resource that only Prometheus knows has no account to describe it: it is silent first, and gone once that has lasted a week. One that was
 * gone before stays so: an account that cannot be asked does not bring it back.
 */
function notDescribed(resource: Resource, answered: ReadonlySet<string>, today: UtcDay): Resource {
  if (resource.status === "gone") return resource;
  const isGone = isPrometheusOnly(resource)
    ? resource.lastSeen < addDays(today, -SILENT_DAYS_OF_THE_GONE)
    : answered.has(placeKey(resource));
  if (isGone) return { ...resource, status: "gone" };
  return isPrometheusOnly(resource) ? resource : { ...resource, status: "stale" };
}

function placeKey({ accountId, region }: { readonly accountId: string; readonly region: string }): string {
  return `${accountId} ${region}`;
}
