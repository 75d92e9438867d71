import type { Schedule } from "./pipeline-config.ts";
import { addDays, startOfDay } from "./utc-day.ts";

const MINUTES_PER_DAY = 24 * 60;

/** CloudWatch points may be hours late: a day is read at 02:00 UTC of the next at the earliest. */
const EARLIEST_UTC_MINUTE = 2 * 60;

/** UTC offsets of a zone over a year, in minutes; both seasons are among them. Throws for a name that is no IANA zone. */
function offsetsMinutes(timeZone: string): number[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const offsets = Array.from({ length: 12 }, (_, month) => {
    const name = format
      .formatToParts(startOfDay(addDays("2026-01-15", month * 30)) * 1000)
      .find(({ type }) => type === "timeZoneName")?.value;
    const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "") ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
  return [...new Set(offsets)];
}

/**
 * What is wrong with the time of the daily run; null if nothing is. A time before 02:00 UTC in any season would read a day that is
 * not there yet.
 * @example scheduleProblem({ at: "07:00", timeZone: "UTC" }); // null
 * @example scheduleProblem({ at: "09:30", timeZone: "Asia/Shanghai" }); // 01:30 UTC: a sentence
 */
export function scheduleProblem({ at, timeZone }: Pick<Schedule, "at" | "timeZone">): string | null {
  let offsets: number[];
  try {
    offsets = offsetsMinutes(timeZone);
  } catch {
    return `schedule.timeZone: is ${timeZone}: not a time zone such as UTC or Europe/Berlin`;
  }
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  const utcMinutes = offsets.map(
    (offset) => (hours * 60 + minutes - offset + MINUTES_PER_DAY) % MINUTES_PER_DAY,
  );
  const earliest = Math.min(...utcMinutes);
  if (earliest >= EARLIEST_UTC_MINUTE) return null;
  const text = `${String(Math.floor(earliest / 60)).padStart(2, "0")}:${String(earliest % 60).padStart(2, "0")}`;
  return `schedule.at: ${at} ${timeZone} is ${text} UTC in a season: CloudWatch has the whole day from 02:00 UTC on`;
}
