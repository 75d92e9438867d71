import { describe, expect, it } from "vitest";
import { reference } from "#lib/dashboards/reference.ts";
import { expandQuery, type QueryContext } from "#lib/local/grafana/expand-query.ts";

const CONTEXT: QueryContext = {
  fromSeconds: 1_494_410_783,
  toSeconds: 1_494_497_183,
  intervalSeconds: 300,
  variables: { one: "it's", many: ["a", "b'; DROP TABLE x; --"], plain: "c" },
};

// Expansions as Grafana's documentation of the MySQL datasource gives them ("Macros", "Template variables").
describe("a query is expanded as Grafana does", () => {
  it.each([
    [
      "$__timeFilter(dateColumn)",
      "dateColumn BETWEEN FROM_UNIXTIME(1494410783) AND FROM_UNIXTIME(1494497183)",
    ],
    ["$__timeFrom()", "FROM_UNIXTIME(1494410783)"],
    ["$__timeTo()", "FROM_UNIXTIME(1494497183)"],
    ["$__timeGroup(dateColumn,'5m')", "UNIX_TIMESTAMP(dateColumn) DIV 300 * 300"],
    ["$__timeGroup(dateColumn, $__interval)", "UNIX_TIMESTAMP(dateColumn) DIV 300 * 300"],
    ["$__unixEpochFilter(epoch)", "epoch >= 1494410783 AND epoch <= 1494497183"],
    ["$__interval", "300s"],
    ["$__interval_ms", "300000"],
    [`x = ${reference("one:sqlstring")}`, "x = 'it''s'"],
    [`x IN (${reference("many:sqlstring")})`, "x IN ('a','b''; DROP TABLE x; --')"],
    [reference("plain:raw"), "c"],
  ])("%s", (sql, expanded) => {
    expect(expandQuery(sql, CONTEXT)).toBe(expanded);
  });

  it.each([
    [reference("two:sqlstring"), /no variable two/],
    [reference("one:csv"), /format csv/],
    [reference("one"), /only sqlstring and raw/],
    ["$__timeFilters(a)", /no macro \$__timeFilters/],
    ["$__timeGroup(a,'5x')", /no width of time/],
  ])("and %s is refused instead of reaching the database", (sql, message) => {
    expect(() => expandQuery(sql, CONTEXT)).toThrow(message);
  });
});
