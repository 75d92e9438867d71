import { answerDeployment, type PutAnswer } from "#core/deployment/answer-deployment.ts";
import type { Event } from "./schema.ts";

interface Ports {
  /** Creates what is missing of the tables and users, or checks them. @returns what it found, in words */
  readonly migrate: () => Promise<string>;
  readonly answer: PutAnswer;
}

/** Migrates, and answers CloudFormation if it asked. Removing the stack leaves the tables alone. */
export async function migrateAtDeployment(event: Event, { migrate, answer }: Ports): Promise<string> {
  if (event.ResponseURL === undefined) return migrate();
  const step = {
    name: "migration",
    physicalId: "infra-tables",
    onRemoval: "the tables stay",
    work: async () => `infra_* tables: ${await migrate()}`,
  };
  return answerDeployment(event, step, answer);
}
