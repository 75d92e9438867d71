import { runCommand } from "#lib/local/command-line/run-command.ts";
import { DEMO } from "#lib/local/commands/demo.ts";
import { demoOptions } from "#lib/local/demo/demo-options.ts";

await runCommand(DEMO, async ({ values, terminal, onInterrupt, onUnread }) => {
  const options = demoOptions(values);
  const { demo } = await import("#lib/local/demo/demo.ts");
  return demo(options, terminal, (stop) => {
    onInterrupt(stop);
    onUnread(stop);
  });
});
