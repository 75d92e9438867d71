import { demo } from "#lib/local/demo/demo.ts";

process.exitCode = await demo(process.argv.slice(2), {
  print: console.log,
  isTerminal: process.stdout.isTTY === true,
});
