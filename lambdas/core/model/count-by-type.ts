/** How many of each type, by name of the type. @example countByType([{ type: "rds" }, { type: "ec2" }]) // { ec2: 1, rds: 1 } */
export function countByType(resources: readonly { readonly type: string }[]): Record<string, number> {
  const groups = [...Map.groupBy(resources, ({ type }) => type)];
  return Object.fromEntries(
    groups.map(([type, members]) => [type, members.length] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
