import { describe, expect, it } from "vitest";
import { scheduleProblem } from "#core/model/schedule-problem.ts";

/** Offsets from the IANA time zone database: Berlin UTC+1 and +2, New York -5 and -4, Shanghai +8, Kolkata +5:30. */
describe("the time of the daily run", () => {
  it.each([
    ["07:00", "UTC"],
    ["02:00", "UTC"],
    ["04:00", "Europe/Berlin"],
    ["10:00", "Asia/Shanghai"],
    ["07:30", "Asia/Kolkata"],
    ["18:59", "America/New_York"],
  ])("%s %s is late enough in every season", (at, timeZone) => {
    expect(scheduleProblem({ at, timeZone })).toBeNull();
  });

  it.each([
    ["01:59", "UTC", "01:59"],
    ["03:59", "Europe/Berlin", "01:59"],
    ["03:00", "Europe/Berlin", "01:00"],
    ["09:59", "Asia/Shanghai", "01:59"],
    ["07:29", "Asia/Kolkata", "01:59"],
    ["20:30", "America/New_York", "00:30"],
  ])("%s %s is refused: %s UTC", (at, timeZone, utc) => {
    expect(scheduleProblem({ at, timeZone })).toContain(`is ${utc} UTC in a season`);
  });

  it("of no zone is refused with what is accepted", () => {
    expect(scheduleProblem({ at: "07:00", timeZone: "Mars/Olympus" })).toContain("not a time zone");
  });
});
