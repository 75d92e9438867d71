/** What Grafana knows when it sends a query. */
export interface QueryContext {
  /** Chosen range, seconds since 1970. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Values of the variables; a list where several may be chosen. */
  readonly variables: Readonly<Record<string, string | readonly string[]>>;
  /** Width of a pixel in time; `$__interval`. Default a day. */
  readonly intervalSeconds?: number;
}

const DAY_SECONDS = 86_400;
const VARIABLE = /\$\{(\w+)(?::(\w+))?\}/g;
const MACRO = /\$(__\w+)\(([^)]*)\)/g;
const BARE_MACRO = /\$__(interval_ms|interval)\b/g;

/**
 * A query as it reaches the database: variables first, as the browser replaces them, then the macros of the MySQL datasource, as its
 * backend does. For tests and the bench, where there is no Grafana.
 *
 * @see grafana/grafana pkg/tsdb/mysql/macros.go, packages/grafana-schema `VariableFormatID`
 * @throws RangeError for a variable, format or macro that Grafana would leave in the text.
 * @example expandQuery("a = ${x:sqlstring}", { fromSeconds: 0, toSeconds: 1, variables: { x: "it's" } }) // "a = 'it''s'"
 */
export function expandQuery(sql: string, context: QueryContext): string {
  return sql
    .replaceAll(VARIABLE, (_, name: string, format: string | undefined) =>
      variableText(name, format, context),
    )
    .replaceAll(MACRO, (_, name: string, text: string) => macroText(name, text, context))
    .replaceAll(BARE_MACRO, (_, name: string) => intervalText(name, context));
}

function variableText(name: string, format: string | undefined, { variables }: QueryContext): string {
  const value = variables[name];
  if (value === undefined) throw new RangeError(`no variable ${name}`);
  const values = typeof value === "string" ? [value] : value;
  if (format === "sqlstring") return values.map((text) => `'${text.replaceAll("'", "''")}'`).join(",");
  if (format === "raw") return values.join(",");
  throw new RangeError(
    `variable ${name} is written with format ${format}: only sqlstring and raw are for SQL`,
  );
}

function macroText(name: string, text: string, context: QueryContext): string {
  const { fromSeconds, toSeconds } = context;
  const [column = "", width = ""] = text.split(",").map((part) => part.trim());
  switch (name) {
    case "__timeFilter":
      return `${column} BETWEEN FROM_UNIXTIME(${fromSeconds}) AND FROM_UNIXTIME(${toSeconds})`;
    case "__timeFrom":
      return `FROM_UNIXTIME(${fromSeconds})`;
    case "__timeTo":
      return `FROM_UNIXTIME(${toSeconds})`;
    case "__unixEpochFilter":
      return `${column} >= ${fromSeconds} AND ${column} <= ${toSeconds}`;
    case "__timeGroup": {
      const seconds = width.includes("__interval")
        ? (context.intervalSeconds ?? DAY_SECONDS)
        : secondsOf(width);
      return `UNIX_TIMESTAMP(${column}) DIV ${seconds} * ${seconds}`;
    }
    default:
      throw new RangeError(`no macro $${name}`);
  }
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: DAY_SECONDS };

/** @example secondsOf("'5m'") // 300 */
function secondsOf(width: string): number {
  const [, count, unit = ""] = /^'?(\d+)([smhd])'?$/.exec(width) ?? [];
  const unitSeconds = UNIT_SECONDS[unit];
  if (unitSeconds === undefined) throw new RangeError(`${width} is no width of time`);
  return Number(count) * unitSeconds;
}

function intervalText(name: string, { intervalSeconds = DAY_SECONDS }: QueryContext): string {
  return name === "interval_ms" ? String(intervalSeconds * 1_000) : `${intervalSeconds}s`;
}
