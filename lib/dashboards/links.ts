import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { reference } from "./reference.ts";

/** Tag of all dashboards of this project. */
export const TAG = "infra-monitoring";

/** Fixed, so that links and people's bookmarks survive an import. */
export const UIDS = {
  anomalies: "infra-anomalies",
  health: "infra-health",
  resource: "infra-resource",
  pipeline: "infra-pipeline",
} as const;

/** A link of a cell or a point. */
export interface PanelLink {
  readonly title: string;
  readonly url: string;
  readonly targetBlank: boolean;
}

/** A field of the clicked row, encoded, so that a hostile name stays one parameter. */
function field(name: string): string {
  return reference(`__data.fields.${name}:percentencode`);
}

const KEPT = `${reference("datasource:queryparam")}&${reference("__url_time_range")}`;

/** The resource of the clicked row; the row needs `resource_id`. */
export const TO_RESOURCE: PanelLink = {
  title: "Open the resource",
  url: `/d/${UIDS.resource}?var-resource_id=${field("resource_id")}&${KEPT}`,
  targetBlank: false,
};

/** The series of the clicked row; the row needs `resource_id` and `metric_name`. */
export const TO_SERIES: PanelLink = {
  title: "Open the control chart",
  url: `/d/${UIDS.resource}?var-resource_id=${field("resource_id")}&var-metric_name=${field("metric_name")}&${KEPT}`,
  targetBlank: false,
};

/** The resource in the AWS console; the row needs `console_url`, which its view makes of checked parts only. */
export const TO_CONSOLE: PanelLink = {
  title: "Open in the AWS console",
  url: reference("__data.fields.console_url:raw"),
  targetBlank: true,
};

/** What to do about an alert. */
export const TO_RUNBOOK: PanelLink = {
  title: "Open the runbook",
  url: reference("runbook"),
  targetBlank: true,
};

/** The row above every dashboard: the others, with the same time and choices, and the runbook. */
export function headerLinks(): Builder<DashboardLink>[] {
  return [
    new DashboardLinkBuilder("Infrastructure")
      .type(DashboardLinkType.Dashboards)
      .tags([TAG])
      .asDropdown(false)
      .includeVars(true)
      .keepTime(true),
    new DashboardLinkBuilder("Runbook")
      .type(DashboardLinkType.Link)
      .icon("doc")
      .url(reference("runbook"))
      .targetBlank(true),
  ].map(inSight);
}

/** The SDK puts links into a menu by default; these are the way on. */
function inSight(link: DashboardLinkBuilder): Builder<DashboardLink> {
  return {
    build: () => {
      const { placement, ...visible } = link.build();
      return visible;
    },
  };
}
