/** Where config says that people look further; null: nowhere. */
export interface MessageLinks {
  readonly dashboardUrl: string | null;
  readonly runbookUrl: string | null;
}

/** The links as one section of a text message, or none. */
export function linkText({ dashboardUrl, runbookUrl }: MessageLinks): string[] {
  const links = [
    ...(dashboardUrl === null ? [] : [`Dashboard: ${dashboardUrl}`]),
    ...(runbookUrl === null ? [] : [`Runbook: ${runbookUrl}`]),
  ];
  return links.length === 0 ? [] : [links.join("\n")];
}
