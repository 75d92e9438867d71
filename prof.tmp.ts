import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { startWorld } from "./test/pipeline/harness.ts";
import { smallEstate } from "./test/pipeline/small-estate.ts";
const server = await startMariaDB({durable:false});
const names = ["order-api-01","web-storefront-aurora","recommendation-pg","pricing-cache-002", "store-ops-08"];
let t = performance.now();
const world = await startWorld(server, process.argv[2] ? { estate: smallEstate({ pick: (r) => names.includes(r.name) }), snapshotDays: [] } : {});
console.log("start", performance.now()-t);
for (let i=0;i<6;i++) { t = performance.now(); const r = await world.run({}); console.log("run", performance.now()-t, r.state, r.result.history.length);  t = performance.now(); await world.reset(); console.log("reset", performance.now()-t); }
for (let i=0;i<3;i++) { t = performance.now(); const r = await world.run({runDate:"2026-11-02"}); console.log("run1", performance.now()-t, r.state); }
t = performance.now(); await world.dump(); console.log("dump", performance.now()-t);
await world.close(); await server.stop();
