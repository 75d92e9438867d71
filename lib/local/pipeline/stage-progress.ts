import { STAGES } from "#contract/stages.ts";
import type { Terminal } from "../command-line/terminal.ts";

const TITLES = new Map<string, string>(STAGES.map(({ id, title }) => [id, title]));

/** Shows how far a run is by the stages that have begun; shards that run beside each other count once. */
export function stageProgress(terminal: Pick<Terminal, "progress">): (state: string) => void {
  const begun = new Set<string>();
  return (state) => {
    const title = TITLES.get(state);
    if (title === undefined || begun.has(state)) return;
    begun.add(state);
    terminal.progress({ done: begun.size, of: STAGES.length, text: `${state}: ${title}` });
  };
}
