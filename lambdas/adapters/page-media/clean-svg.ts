/** What ECharts adds for its own scripts and for hovering; nothing on the page uses it, and the page's policy forbids styles. */
const FOR_SCRIPTS =
  / (?:ecmeta_[a-z_]+|pointer-events|style|class|version|baseProfile|xmlns|xmlns:xlink)="[^"]*"/g;
const STYLES = /<style\b[\s\S]*?<\/style>/g;
/** Ids are counted over the whole process: the same chart would differ by what was painted before it. */
const OWN_ID = /\bzr\d+-/g;
const BACKGROUND = /<rect [^>]*fill="none"[^>]*><\/rect>/;
const LINE_BREAKS = /\n+/g;

/**
 * The SVG of a chart as part of a page: equal charts give equal text, with `id` before the names of its parts.
 * @example cleanSvg('<svg version="1.1" width="9"><path id="zr3-c0" class="a"></path></svg>', "c1") // '<svg width="9"><path id="c1-c0"></path></svg>'
 */
export function cleanSvg(svg: string, id: string): string {
  return svg
    .replace(STYLES, "")
    .replace(FOR_SCRIPTS, "")
    .replace(BACKGROUND, "")
    .replace(OWN_ID, `${id}-`)
    .replace(LINE_BREAKS, "");
}
