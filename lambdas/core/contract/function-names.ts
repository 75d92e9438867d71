import { ALERTS_OPERATOR } from "./stages.ts";

/**
 * Name of the one function that people call: messages spell it out, so it must not change with a deployment. One per environment.
 * @example alertsFunctionName("prod") // "infra-monitoring-prod-alerts-operations"
 */
export function alertsFunctionName(environment: string): string {
  return `infra-monitoring-${environment}-${ALERTS_OPERATOR.id}`;
}
