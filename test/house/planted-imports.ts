/** One file for each way to break a rule: what it imports, and the rule that is meant to see it. */
export const PLANTED: readonly (readonly [string, string, string])[] = [
  ["lambdas/core/model/planted-cycle-back.ts", 'import type { P } from "./planted-cycle.ts";', "no-cycles"],
  [
    "lambdas/core/spc/planted-model.ts",
    'import type { P } from "#core/model/day.ts";',
    "spc-knows-only-itself",
  ],
  ["lambdas/core/spc/planted-package.ts", 'import * as z from "zod";', "spc-knows-only-itself"],
  [
    "lambdas/core/contract/planted-model.ts",
    'import type { P } from "../model/day.ts";',
    "contract-knows-only-itself",
  ],
  ["lambdas/core/contract/planted-package.ts", 'import * as z from "zod";', "contract-knows-only-itself"],
  ["lambdas/core/model/planted-file-system.ts", 'import { readFileSync } from "node:fs";', "core-is-pure"],
  [
    "lambdas/core/model/planted-adapter.ts",
    'import type { P } from "#adapters/one/client.ts";',
    "core-is-pure",
  ],
  [
    "lambdas/core/model/planted-stage.ts",
    'import type { P } from "#stages/01-first/schema.ts";',
    "core-is-pure",
  ],
  ["lambdas/core/model/planted-package.ts", 'import axios from "axios";', "core-is-pure"],
  [
    "lambdas/adapters/one/planted-sibling.ts",
    'import type { P } from "#adapters/two/client.ts";',
    "adapters-stand-alone",
  ],
  [
    "lambdas/adapters/one/planted-runtime.ts",
    'import { P } from "#runtime/logger.ts";',
    "adapters-stand-alone",
  ],
  [
    "lambdas/runtime/planted-stage.ts",
    'import { P } from "#stages/01-first/run.ts";',
    "runtime-is-stage-blind",
  ],
  [
    "lambdas/stages/01-first/planted-sibling.ts",
    'import type { P } from "#stages/02-second/schema.ts";',
    "no-sibling-stage",
  ],
  ["lambdas/stages/01-first/handler.ts", 'import { P } from "../02-second/run.ts";', "no-sibling-stage"],
  [
    "lambdas/stages/01-first/planted-adapter.ts",
    'import type { P } from "#adapters/one/client.ts";',
    "stage-logic-sees-ports",
  ],
  [
    "lambdas/stages/01-first/planted-runtime.ts",
    'import { P } from "#runtime/logger.ts";',
    "stage-logic-sees-ports",
  ],
  [
    "lambdas/stages/02-second/planted-own-handler.ts",
    'import { P } from "./handler.ts";',
    "stage-logic-sees-ports",
  ],
  ["lambdas/stages/02-second/handler.ts", 'import mysql from "mysql2";', "sdk-only-at-the-border"],
  [
    "lambdas/stages/03-third/handler.ts",
    'import { S3Client } from "@aws-sdk/client-s3";',
    "sdk-only-at-the-border",
  ],
  ["lambdas/adapters/one/planted-charts.ts", 'import { init } from "echarts";', "one-function-draws"],
  [
    "lib/aws/planted-core.ts",
    'import type { P } from "#core/model/day.ts";',
    "constructs-name-lambdas-by-path",
  ],
  [
    "lib/aws/planted-stage.ts",
    'import { P } from "#stages/01-first/run.ts";',
    "constructs-name-lambdas-by-path",
  ],
  [
    "lib/aws/planted-local.ts",
    'import { P } from "#lib/local/estate.ts";',
    "constructs-name-lambdas-by-path",
  ],
  [
    "lambdas/runtime/planted-cdk.ts",
    'import { Stack } from "aws-cdk-lib";',
    "lambdas-know-no-infrastructure",
  ],
  [
    "lambdas/runtime/planted-local.ts",
    'import { P } from "#lib/local/estate.ts";',
    "lambdas-know-no-infrastructure",
  ],
  [
    "lib/dashboards/planted-core.ts",
    'import type { P } from "#core/model/day.ts";',
    "dashboards-know-the-views-only",
  ],
  ["lib/local/planted-test.ts", 'import { P } from "../../test/support/rows.ts";', "nothing-imports-tests"],
  ["lib/local/planted-bin.ts", 'import { P } from "../../bin/demo.ts";', "nothing-imports-bin"],
];

/** Files that keep every rule; they are what the planted ones import. A cycle is reported of one of its files. */
export const ALLOWED: readonly (readonly [string, string])[] = [
  ["lambdas/core/model/planted-cycle.ts", 'import "./planted-cycle-back.ts";'],
  ["lambdas/core/model/day.ts", 'import * as z from "zod"; import type { P } from "#contract/stages.ts";'],
  ["lambdas/core/contract/stages.ts", ""],
  ["lambdas/core/spc/mean.ts", ""],
  ["lambdas/core/alerting/rule.ts", 'import { P } from "../spc/mean.ts";'],
  [
    "lambdas/adapters/one/client.ts",
    'import axios from "axios"; import type { P } from "#core/model/day.ts";',
  ],
  ["lambdas/adapters/two/client.ts", 'import { S3Client } from "@aws-sdk/client-s3";'],
  ["lambdas/runtime/logger.ts", 'import { P } from "#adapters/one/client.ts";'],
  ["lambdas/stages/01-first/schema.ts", 'import * as z from "zod";'],
  [
    "lambdas/stages/01-first/run.ts",
    'import { P } from "#core/alerting/rule.ts"; import type { Q } from "./schema.ts";',
  ],
  ["lambdas/stages/02-second/schema.ts", ""],
  ["lambdas/stages/02-second/run.ts", ""],
  [
    "lambdas/stages/04-fourth/handler.ts",
    'import { P } from "#adapters/one/client.ts"; import { Q } from "#runtime/logger.ts";',
  ],
  ["lib/aws/stack.ts", 'import { P } from "#contract/stages.ts"; import { Stack } from "aws-cdk-lib";'],
  ["lib/local/estate.ts", 'import { P } from "#stages/01-first/run.ts";'],
  ["lib/dashboards/panel.ts", 'import { P } from "@grafana/grafana-foundation-sdk";'],
  ["bin/demo.ts", 'import { P } from "#lib/local/estate.ts";'],
  ["test/support/rows.ts", 'import type { P } from "#core/model/day.ts";'],
];

export const PACKAGES = [
  "zod",
  "axios",
  "mysql2",
  "echarts",
  "@aws-sdk/client-s3",
  "aws-cdk-lib",
  "@grafana/grafana-foundation-sdk",
];
