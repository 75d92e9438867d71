import { coverageMatrixReport } from "./coverage-matrix.ts";
import { fleetInventoryReport } from "./fleet-inventory.ts";
import { gapAnalysisReport } from "./gap-analysis.ts";
import type { ReportFacts } from "./report-facts.ts";

/** One of the reports that each run archives: Markdown, under the name that it has in docs/. */
export interface RunReport {
  readonly title: string;
  readonly file: string;
  readonly text: string;
}

/** The three reports of a run. The same facts give the same bytes. */
export function runReports(facts: ReportFacts): RunReport[] {
  return [
    { title: "gap analysis", file: "monitoring_gap_analysis.md", text: gapAnalysisReport(facts) },
    {
      title: "monitoring coverage",
      file: "monitoring_coverage_matrix.md",
      text: coverageMatrixReport(facts),
    },
    { title: "fleet inventory", file: "fleet_inventory_report.md", text: fleetInventoryReport(facts) },
  ];
}
