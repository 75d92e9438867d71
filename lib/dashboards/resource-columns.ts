import type { Column } from "./column.ts";
import { type PanelLink, TO_CONSOLE, TO_RESOURCE } from "./links.ts";

/** The resource of a row: its name leads on, the rest is there to filter by and for the links. */
export function resourceColumns(links: readonly PanelLink[] = [TO_RESOURCE]): Column[] {
  return [
    { name: "name", title: "Resource", widthPx: 210, links: [...links, TO_CONSOLE] },
    { name: "type", title: "Service", widthPx: 80 },
    { name: "owner", title: "Owner", widthPx: 120 },
    { name: "account_id", title: "Account", widthPx: 120 },
    { name: "resource_id" },
    { name: "console_url" },
  ];
}
