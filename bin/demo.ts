import { runCommand } from "#lib/local/command-line/run-command.ts";
import { DEMO } from "#lib/local/commands/demo.ts";
import { demoOptions } from "#lib/local/demo/demo-options.ts";

await runCommand(DEMO, async ({ values, terminal, onInterrupt }) => {
  const options = demoOptions(values);
  const { demo } = await import("#lib/local/demo/demo.ts");
  const stopping = new AbortController();
  onInterrupt(() => stopping.abort());
  return demo(options, terminal, stopping.signal);
});
