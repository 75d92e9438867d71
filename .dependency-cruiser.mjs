/** Import directions: see docs/architecture in the README. Each rule says what to do instead. */
const stage = "^lambdas/stages/([^/]+)/";
const heavy = "^node_modules/(@aws-sdk|@smithy|mysql2|axios|@modelcontextprotocol|echarts)/";
const charts = "^node_modules/echarts/";

// biome-ignore lint/style/noDefaultExport: dependency-cruiser reads the default export
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one idea: merge them, or move what they share below both.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "spc-knows-only-itself",
      comment: "The statistics must be readable alone: pass data in, import nothing.",
      severity: "error",
      from: { path: "^lambdas/core/spc/" },
      to: { pathNot: "^lambdas/core/spc/" },
    },
    {
      name: "contract-knows-only-itself",
      comment: "CDK and Lambdas both load the contract: constants only.",
      severity: "error",
      from: { path: "^lambdas/core/contract/" },
      to: { pathNot: "^lambdas/core/contract/" },
    },
    {
      name: "core-is-pure",
      comment:
        "Core knows no adapter, SDK or file system: take a port or data as an argument. zod is its only package.",
      severity: "error",
      from: { path: "^lambdas/core/" },
      to: { pathNot: "^lambdas/core/|^node_modules/zod/" },
    },
    {
      name: "adapters-stand-alone",
      comment: "An adapter knows core and itself, never another adapter: compose them in a handler.",
      severity: "error",
      from: { path: "^lambdas/adapters/([^/]+)/" },
      to: {
        path: "^(lambdas/(adapters|runtime|stages)|lib|bin|config|test)/",
        pathNot: "^lambdas/adapters/$1/",
      },
    },
    {
      name: "runtime-is-stage-blind",
      comment: "Middleware serves every stage: it may know core and adapters of the platform, never a stage.",
      severity: "error",
      from: { path: "^lambdas/runtime/" },
      to: { path: "^(lambdas/stages|lib|bin|config|test)/" },
    },
    {
      name: "no-sibling-stage",
      comment: "Stages meet only through the data that the state machine passes.",
      severity: "error",
      from: { path: stage },
      to: { path: "^lambdas/stages/", pathNot: "^lambdas/stages/$1/" },
    },
    {
      name: "stage-logic-sees-ports",
      comment: "run.ts and schema.ts work on data and ports: adapters and runtime are wired in handler.ts.",
      severity: "error",
      from: { path: "^lambdas/stages/[^/]+/", pathNot: "/handler[.]ts$" },
      to: { path: `^lambdas/(adapters|runtime)/|^lambdas/stages/[^/]+/handler[.]ts$|${heavy}` },
    },
    {
      name: "sdk-only-at-the-border",
      comment: "Clients of outside systems live in adapters and runtime.",
      severity: "error",
      from: { path: "^lambdas/", pathNot: "^lambdas/(adapters|runtime)/" },
      to: { path: heavy },
    },
    {
      name: "one-function-draws",
      comment:
        "ECharts is a megabyte of code and a slow start: only what the morning page paints with may load it.",
      severity: "error",
      from: { path: "^(lambdas|lib|bin)/", pathNot: "^lambdas/adapters/page-media/" },
      to: { path: charts },
    },
    {
      name: "constructs-name-lambdas-by-path",
      comment: "lib/aws describes the deployment: from lambdas/ it may read the contract only.",
      severity: "error",
      from: { path: "^lib/aws/" },
      to: { path: "^(lambdas|bin|test|lib/local)/", pathNot: "^lambdas/core/contract/" },
    },
    {
      name: "lambdas-know-no-infrastructure",
      comment: "What runs does not know where it runs.",
      severity: "error",
      from: { path: "^lambdas/" },
      to: { path: "^(lib|bin|test|dashboards)/|^node_modules/(aws-cdk-lib|constructs)/" },
    },
    {
      name: "dashboards-know-the-views-only",
      comment:
        "A dashboard reads columns of the database's views: it needs Grafana's builders and nothing of the pipeline.",
      severity: "error",
      from: { path: "^lib/dashboards/" },
      to: { pathNot: "^lib/dashboards/|^node_modules/@grafana/" },
    },
    {
      name: "nothing-imports-tests",
      comment: "Test helpers stay in test/.",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      name: "nothing-imports-bin",
      comment: "Commands are thin: move what is shared to lib/.",
      severity: "error",
      from: { pathNot: "^bin/" },
      to: { path: "^bin/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // TypeScript 7 has no compiler API; swc reads the imports instead, `import type` included.
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
