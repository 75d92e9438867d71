import type {
  GraphFieldConfig,
  HideSeriesConfig,
  TableFieldOptions,
} from "@grafana/grafana-foundation-sdk/common";
import type { DynamicConfigValue, FieldConfig } from "@grafana/grafana-foundation-sdk/dashboard";
import type { PanelLink } from "./links.ts";

type Custom<T> = { [K in keyof T as `custom.${K & string}`]-?: NonNullable<T[K]> };
type OfField = Omit<{ [K in keyof FieldConfig]-?: NonNullable<FieldConfig[K]> }, "links" | "custom">;

/** What an override may set of a field, as Grafana's schema types it: the SDK itself would take any value for any name. */
type FieldProperties = OfField & { links: readonly PanelLink[] } & Custom<
    GraphFieldConfig & TableFieldOptions
  >;

/** One setting of an override; a wrong name or a value of a wrong type does not compile. */
export function fieldProperty<K extends keyof FieldProperties>(
  id: K,
  value: FieldProperties[K],
): DynamicConfigValue {
  return { id, value };
}

const NOWHERE: HideSeriesConfig = { viz: true, legend: false, tooltip: false };

/** Keeps a column for links only. Grafana had one name for it up to version 12 and has another since. */
export const HIDDEN: readonly DynamicConfigValue[] = [
  fieldProperty("custom.hidden", true),
  fieldProperty("custom.hideFrom", NOWHERE),
];
