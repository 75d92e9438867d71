import { stageObjectKey } from "#contract/object-keys.ts";
import type { Archive } from "#core/model/archive.ts";
import type { PageReports } from "#core/page/page-facts.ts";
import { gapRows } from "#core/reports/gap-analysis.ts";
import type { ReportFacts } from "#core/reports/report-facts.ts";
import { type RunReport, runReports } from "#core/reports/run-reports.ts";

const MAX_REASON_LENGTH = 200;

/**
 * Writes the run's reports beside its page, and says what the page shows of them. Whatever goes wrong here is said on the page: for a report, nobody
 * goes without the page and the messages.
 */
export async function archiveReports(
  runId: string,
  gather: () => ReportFacts,
  archive: Pick<Archive, "writeDocument" | "addressOf">,
): Promise<PageReports> {
  try {
    const facts = gather();
    const documents = await Promise.all(
      runReports(facts).map(async (report) => ({
        title: report.title,
        address: await archived(runId, report, archive),
      })),
    );
    return { state: "made", gaps: gapRows(facts), documents };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { state: "failed", why: why.slice(0, MAX_REASON_LENGTH) };
  }
}

async function archived(
  runId: string,
  { file, text }: RunReport,
  archive: Pick<Archive, "writeDocument" | "addressOf">,
): Promise<string> {
  const key = stageObjectKey(runId, "13b-morning-page", file);
  await archive.writeDocument(key, { contentType: "text/markdown; charset=utf-8", text });
  return archive.addressOf(key);
}
