import { setTimeout } from "node:timers/promises";
import { putDeploymentAnswer } from "#adapters/cloudformation/deployment-answer.ts";
import { ROLE_TRIER } from "#contract/stages.ts";
import { takeRole } from "#runtime/connections/roles.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { tryRole } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler(ROLE_TRIER.id, Event, (event) =>
  tryRole(event, { take: takeRole, pause: (ms) => setTimeout(ms), answer: putDeploymentAnswer }),
);
