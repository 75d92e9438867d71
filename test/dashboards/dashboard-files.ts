import { readdirSync, readFileSync } from "node:fs";
import { DashboardFile } from "#lib/local/grafana/dashboard-queries.ts";

export const ROOT = new URL("../../", import.meta.url);

export const NAMES = readdirSync(new URL("dashboards/", ROOT)).filter((name) => name.endsWith(".json"));

export function textOf(name: string): string {
  return readFileSync(new URL(`dashboards/${name}`, ROOT), "utf8");
}

export function dashboardOf(name: string): DashboardFile {
  return DashboardFile.parse(JSON.parse(textOf(name)));
}
