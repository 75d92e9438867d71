import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { KNOWN_SCHEMA } from "#adapters/mysql/known-schema.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { expansionObstacles } from "#adapters/mysql/schema-expansion.ts";
import { type KnownSchema, requireKnownSchema } from "#adapters/mysql/schema-state.ts";
import { schemaStructure, withChecksum } from "#lib/local/generate/schema-structure.ts";
import { DDL, dailyRow, freshDatabase, startTestServer, type TestDatabase } from "./test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

/** A version of the schema, as another version of the code would carry it. */
function version(number: number, change: (ddl: string) => string): { ddl: string; known: KnownSchema } {
  const numbered = change(DDL).replace(/(infra_schema_version[^;]*VALUES \()\d+/, `$1${number}`);
  const ddl = withChecksum(numbered);
  return { ddl, known: schemaStructure(ddl) };
}

const LATER = KNOWN_SCHEMA.version + 1;

/** The next version, by the rules: a column that may be NULL, one more value of an ENUM, a table, a view. */
const next = version(LATER, (ddl) =>
  ddl
    .replace(
      "  slots_above_zero INT NULL",
      "  p99_value DOUBLE NULL COMMENT '99th percentile, in unit',\n  slots_above_zero INT NULL",
    )
    .replace("ENUM('described', 'stale', 'gone')", "ENUM('described', 'stale', 'gone', 'ignored')")
    .replace(
      "INSERT INTO infra_run_lease",
      "CREATE TABLE IF NOT EXISTS infra_cost (\n  id INT NOT NULL COMMENT 'Id',\n  PRIMARY KEY (id)\n) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'Cost';\n\n" +
        "CREATE OR REPLACE SQL SECURITY DEFINER VIEW infra_v_cost AS\nSELECT id FROM infra_cost;\n\nINSERT INTO infra_run_lease",
    ),
);

describe("an expansion", () => {
  const narrow = ["id int not null", "kind enum('a','b') not null", "primary key (id)"];
  it.each<[string, string[], string[]]>([
    ["nothing", [], []],
    ["a column that may be NULL", ["note text null"], []],
    ["a column that must have a value", ["note text not null"], ['t has "note text not null"']],
    ["another primary key", ["primary key (id, kind)"], ['t has "primary key (id, kind)"']],
  ])("may add %s: or says what is in the way", (_, added, expected) => {
    expect(expansionObstacles("t", narrow, [...narrow, ...added])).toEqual(expected);
  });

  it("may add values to an ENUM, and take none away", () => {
    const withKinds = (kinds: string) => [
      "id int not null",
      `kind enum(${kinds}) not null`,
      "primary key (id)",
    ];
    expect(expansionObstacles("t", narrow, withKinds("'a','c','b'"))).toEqual([]);
    expect(expansionObstacles("t", narrow, withKinds("'a','c'"))).toEqual([
      "t lacks \"kind enum('a','b') not null\"",
      "t has \"kind enum('a','c') not null\"",
    ]);
  });

  it("may not lose or retype a column", () => {
    expect(expansionObstacles("t", narrow, narrow.slice(1))).toEqual(['t lacks "id int not null"']);
    expect(expansionObstacles("t", narrow, ["id bigint null", ...narrow.slice(1)])).toEqual([
      't lacks "id int not null"',
      't has "id bigint null"',
    ]);
  });
});

describe.skipIf(server === undefined)("the next version of the schema", () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await freshDatabase(server);
  });
  afterEach(() => test.close());

  it("expands the tables of this one in place, keeps the rows, and repeats to nothing", async () => {
    await test.stores.lease.take("run-1", 60);
    await test.stores.dailyValues.replaceDay(1, "run-1", "2026-11-20", [dailyRow()]);
    await expect(requireKnownSchema(test.database, next.known)).rejects.toThrow(/npm run migrate/);
    await expect(migrate(test.database, next.ddl, next.known)).resolves.toBe("expanded");
    await expect(migrate(test.database, next.ddl, next.known)).resolves.toBe("already there");
    expect(await test.sql("SELECT avg_value, p99_value FROM infra_metric_daily")).toEqual([
      { avg_value: 5.5, p99_value: null },
    ]);
    expect(await test.sql("SELECT version FROM infra_schema_version ORDER BY version")).toHaveLength(2);
  });

  it("goes on where an expansion broke off", async () => {
    await test.sql(
      "ALTER TABLE infra_metric_daily ADD COLUMN p99_value DOUBLE NULL COMMENT '99th percentile, in unit'",
    );
    await expect(migrate(test.database, next.ddl, next.known)).resolves.toBe("expanded");
    await expect(requireKnownSchema(test.database, next.known)).resolves.toBeUndefined();
  });

  it("is accepted by this version after a rollback, which reads, writes and migrates without touching it", async () => {
    await migrate(test.database, next.ddl, next.known);
    const before = JSON.stringify(await test.sql("SHOW CREATE TABLE infra_metric_daily"));
    await expect(requireKnownSchema(test.database)).resolves.toBeUndefined();
    await expect(test.stores.missingRights()).resolves.toEqual([]);
    await test.stores.lease.take("run-1", 60);
    await test.stores.dailyValues.replaceDay(1, "run-1", "2026-11-20", [dailyRow()]);
    await expect(migrate(test.database, DDL)).resolves.toBe("already there");
    expect(JSON.stringify(await test.sql("SHOW CREATE TABLE infra_metric_daily"))).toBe(before);
  });

  it("is refused by this version where it did more than add", async () => {
    await migrate(test.database, next.ddl, next.known);
    await test.sql("ALTER TABLE infra_metric_daily MODIFY p99_value DOUBLE NOT NULL");
    await expect(requireKnownSchema(test.database)).rejects.toThrow(
      /version \d+ is recorded; infra_metric_daily has "p99_value double not null"/,
    );
    await expect(migrate(test.database, DDL)).rejects.toThrow(/Nothing was changed/);
  });

  it("refuses tables of an earlier version that it cannot expand, and changes nothing", async () => {
    await test.sql("ALTER TABLE infra_metric_daily ADD COLUMN stray INT NULL");
    await expect(migrate(test.database, next.ddl, next.known)).rejects.toThrow(
      /infra_metric_daily lacks "stray int null"/,
    );
    expect(await test.sql("SHOW TABLES LIKE 'infra\\_cost'")).toEqual([]);
  });
});
