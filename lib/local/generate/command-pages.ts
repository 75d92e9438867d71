import { type Command, EXIT_CODES, helpText } from "../command-line/command.ts";
import { COMMANDS } from "../commands/commands.ts";

const HEAD = `# Commands 命令

Generated from the commands' own help (\`npm run generate\`). Results go to standard output, progress and notes to standard error; with \`--json\`
standard output holds one JSON value and nothing else; npm prints two lines of its own before it, so scripts say \`npm run --silent\`. Progress is a
bar on a terminal and plain lines elsewhere. Colours are off where the output is no terminal, and with NO_COLOR. Ctrl-C, SIGTERM and a closed
terminal stop cleanly: a run gives its lease back, child processes end, temporary folders go; a second signal ends at once, and then
\`npm run pipeline -- --take-over\` ends the lease. Where nobody reads the output any more (\`| head -1\`), a command ends without a word; a run of the
pipeline goes on to its end.

| exit code | meaning |
| --------- | ------- |
`;

/** docs/commands.md: path from the root of the project, and text. */
export function generatedCommandPages(): Map<string, string> {
  const codes = Object.values(EXIT_CODES).map(({ code, says }) => `| ${code} | ${says} |\n`);
  return new Map([["docs/commands.md", `${HEAD}${codes.join("")}${COMMANDS.map(section).join("")}`]]);
}

function section(command: Command): string {
  return `\n## ${command.name}\n\n\`\`\`text\n${helpText(command)}\n\`\`\`\n`;
}
