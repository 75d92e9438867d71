import * as z from "zod";

const Target = z.object({
  refId: z.string(),
  rawSql: z.string(),
  format: z.enum(["table", "time_series"]),
});

const Property = z.object({ id: z.string(), value: z.unknown() });
const Override = z.object({
  matcher: z.object({ id: z.string(), options: z.unknown() }),
  properties: z.array(Property),
});

const Panel = z.object({
  id: z.int(),
  title: z.string().min(1),
  description: z.string().min(1),
  type: z.string(),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(Target).min(1),
  fieldConfig: z.object({ overrides: z.array(Override) }),
});

const Variable = z.object({
  name: z.string(),
  type: z.string(),
  query: z.string(),
  multi: z.boolean().optional(),
  includeAll: z.boolean().optional(),
});

/** A dashboard as its file has it, as far as its queries go. */
export const DashboardFile = z.object({
  uid: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  time: z.object({ from: z.string(), to: z.string() }),
  panels: z.array(Panel).min(1),
  templating: z.object({ list: z.array(Variable) }),
});
export type DashboardFile = z.infer<typeof DashboardFile>;

/** One query of a dashboard. */
export interface DashboardQuery {
  /** Panel and query, or variable. */
  readonly name: string;
  readonly sql: string;
  readonly format: "table" | "time_series";
  /** Columns that the panel shows, hides or puts into links; of a panel of several queries they come from all of them together. */
  readonly columns: readonly string[];
}

/** Every query of every panel and variable. */
export function dashboardQueries({ panels, templating }: DashboardFile): DashboardQuery[] {
  const ofPanels = panels.flatMap((panel) =>
    panel.targets.map(({ refId, rawSql, format }) => ({
      name: `${panel.title}, ${refId}`,
      sql: rawSql,
      format,
      columns: panel.fieldConfig.overrides.flatMap(({ matcher }) =>
        matcher.id === "byName" && typeof matcher.options === "string" ? [matcher.options] : [],
      ),
    })),
  );
  const ofVariables = templating.list
    .filter(({ type }) => type === "query")
    .map(({ name, query }) => ({
      name: `variable ${name}`,
      sql: query,
      format: "table" as const,
      columns: [],
    }));
  return [...ofPanels, ...ofVariables];
}
