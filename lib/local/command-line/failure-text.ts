import type { StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";

/** What a person at a terminal does next; the runbook has the same error's heading for those in the console. */
const NEXT_STEP: Partial<Record<StageErrorName, string>> = {
  InputInvalid: "Correct it and start again; --help has examples.",
  ConfigInvalid: "Correct the file in config/ and start again.",
  EnvironmentInvalid: "Set the variable; the README's table says what each one means.",
  RunInProgress: "Wait for the other run, or end a killed one with npm run pipeline -- --take-over.",
  SchemaUnknown: "Run npm run migrate, or use the version of the code that made the tables.",
  AccessDenied: "Ask for the right that is named; npm run pipeline -- --check tries all of them.",
  DatabaseUnavailable: "Is DATABASE_URL right and the database up? npm run pipeline -- --check tries it.",
  SourceUnavailable: "Try again later; npm run pipeline -- --check shows which source does not answer.",
  SourceThrottled: "Try again later, when nothing else reads from the same account.",
  ArchiveUnavailable: "Is ARCHIVE_URL right, and may you write there?",
};

/** One sentence of what went wrong, and what to do next. */
export function failureText(error: unknown): string {
  if (error instanceof StageError) {
    const next = NEXT_STEP[error.name] ?? `See docs/runbook.md, heading ${error.name}.`;
    return `${error.name}: ${error.message}\n${next}`;
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${text}\nThis is not an error that the command knows. With DEBUG=1 it says where it happened.`;
}
