import { UNSEEN_CHARACTERS } from "../model/unseen-characters.ts";

/** Text that is HTML already. Only {@link html} and {@link trusted} make it. */
export interface Html {
  readonly html: string;
}

/** What a template takes: text is escaped, HTML is not, a list is joined, null leaves nothing. */
export type HtmlPart = Html | string | number | null | readonly HtmlPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text from outside as text of a page, in elements and in quoted attributes. @example escapeHtml('<b a="1">') // "&lt;b a=&quot;1&quot;&gt;" */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSEEN_CHARACTERS, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A template that escapes whatever is put into it. @example html`<p>${"a<b"}</p>`.html // "<p>a&lt;b</p>" */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: strings.map((text, index) => text + written(parts[index] ?? null)).join("") };
}

/** HTML of our own making, such as a chart's SVG. Never for text from outside. */
export function trusted(text: string): Html {
  return { html: text };
}

function written(part: HtmlPart): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(written).join("");
}
