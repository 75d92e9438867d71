import { writeFileSync } from "node:fs";
import { countCalls } from "#lib/local/cost/count-calls.ts";

/** Counts anew what one daily run over the simulated estate asks of AWS; docs/cost.md follows by `npm run generate`. */
const FILE = new URL("../lib/local/cost/run-counts.json", import.meta.url);

const counts = await countCalls((message) => console.log(message));
writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
console.log(counts);
