import { expect, it } from "vitest";
import { forecastDaysInWords } from "#core/alerting/forecast-days-in-words.ts";

it.each([
  [4.2, 3, 6.5, "about 4 days (3 days to 7 days)"],
  [1.2, 0.4, null, "about 1 day (less than a day to much later)"],
  [0.34, 0, 1.3, "less than a day (less than a day to 1 day)"],
  [0.3, 0, 0.9, "less than a day"],
  [10, null, null, "about 10 days"],
])("%s days, between %s and %s, are %s", (days, earliest, latest, words) => {
  expect(forecastDaysInWords({ days, earliest, latest })).toBe(words);
});
