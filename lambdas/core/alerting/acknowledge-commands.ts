import { alertsFunctionName } from "../contract/function-names.ts";
import { answerCommand } from "./answer-command.ts";

/**
 * How to acknowledge an alert, ready to paste but for the words in dots: from a machine that reaches the database, and from one that only
 * reaches AWS.
 * @example acknowledgeCommands("gi5k70mpmv", "prod")[0] // 'npm run alerts -- acknowledge --alert gi5k70mpmv --note "..."'
 */
export function acknowledgeCommands(id: string, environment: string): string[] {
  const event = JSON.stringify({ action: "acknowledge", alert: id, note: "...", by: "..." });
  const name = alertsFunctionName(environment);
  return [
    answerCommand("acknowledge", id),
    `aws lambda invoke --function-name ${name} --cli-binary-format raw-in-base64-out --payload '${event}' /dev/stdout`,
  ];
}
