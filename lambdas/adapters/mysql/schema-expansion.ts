/** Columns and primary key of one table, as {@link KNOWN_SCHEMA} writes them. */
type Lines = readonly string[];

const ENUM = /^(\w+) enum\((.*)\) ((?:not )?null)$/;

/**
 * What keeps `wide` from being `narrow` with additions that code of `narrow` does not notice: a column that may be NULL, and a
 * value more in an ENUM.
 *
 * @returns one clause per obstacle; empty: code that knows `narrow` can work on `wide`
 * @example expansionObstacles("t", ["a int not null"], ["a int not null", "b int null"]) // []
 * @example expansionObstacles("t", ["a int not null"], ["a int not null", "b int not null"]) // ['t has "b int not null"']
 */
export function expansionObstacles(table: string, narrow: Lines, wide: Lines): string[] {
  const lost = narrow.filter((line) => !wide.includes(line) && widened(line, wide) === undefined);
  const added = wide.filter((line) => !narrow.includes(line) && !isHarmless(line, narrow));
  return [
    ...lost.map((line) => `${table} lacks "${line}"`),
    ...added.map((line) => `${table} has "${line}"`),
  ];
}

/** Columns to add and to widen, so that `narrow` becomes `wide`; only where there is no obstacle. */
export function expansion(narrow: Lines, wide: Lines): { readonly add: string[]; readonly widen: string[] } {
  const names = (lines: Lines) => lines.map((line) => line.split(" ")[0] ?? "");
  const changed = wide.filter((line) => !narrow.includes(line));
  const known = names(narrow);
  return {
    add: names(changed).filter((name) => !known.includes(name)),
    widen: names(changed).filter((name) => known.includes(name)),
  };
}

function isHarmless(line: string, narrow: Lines): boolean {
  if (narrow.some((one) => widened(one, [line]) !== undefined)) return true;
  const isNewColumn = !narrow.some((one) => one.split(" ")[0] === line.split(" ")[0]);
  return isNewColumn && line.endsWith(" null") && !line.endsWith("not null");
}

/** The line of `wide` that is the same ENUM column with all of `line`'s values and more. */
function widened(line: string, wide: Lines): string | undefined {
  const [, name, values = "", nullability] = ENUM.exec(line) ?? [];
  if (name === undefined) return undefined;
  return wide.find((one) => {
    const [, otherName, otherValues = "", otherNullability] = ENUM.exec(one) ?? [];
    const offered = otherValues.split(",");
    return (
      otherName === name &&
      otherNullability === nullability &&
      values.split(",").every((value) => offered.includes(value))
    );
  });
}
