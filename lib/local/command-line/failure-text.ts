import { ERROR_NAMES, type StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";
import { ServiceUnavailable } from "../services/service-unavailable.ts";

/** What a person at a terminal does next; the runbook has the same error's heading for those in the console. */
const NEXT_STEP: Partial<Record<StageErrorName, string>> = {
  InputInvalid: "Correct it and start again; --help has examples.",
  ConfigInvalid: "Correct the file in config/ and start again.",
  EnvironmentInvalid: "Correct the variable that is named; the README's table says what each one means.",
  RunInProgress: "Wait for the other run, or end a killed one with npm run pipeline -- --take-over.",
  SchemaUnknown: "Run npm run migrate, or use the version of the code that made the tables.",
  AccessDenied:
    "Correct the login, or ask for the right that is named; npm run pipeline -- --check tries all of them.",
  DatabaseUnavailable: "Is DATABASE_URL right and the database up? npm run pipeline -- --check tries it.",
  SourceUnavailable: "Try again later; npm run pipeline -- --check shows which source does not answer.",
  SourceThrottled: "Try again later, when nothing else reads from the same account.",
  ArchiveUnavailable: "Is ARCHIVE_URL right, and may you write there?",
};

const isErrorName = (word: string): word is StageErrorName => Object.hasOwn(ERROR_NAMES, word);

/** What to do about an error that is told as text, such as a run's: by the first name in it; null where it has none. */
export function nextStepOf(error: string): string | null {
  const name = error.match(/\w+/g)?.find(isErrorName);
  return name === undefined ? null : (NEXT_STEP[name] ?? `See docs/runbook.md, heading ${name}.`);
}

/** Why a file cannot be used, by the system's name of the error. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "you have no right to it",
  EPERM: "you have no right to it",
  EROFS: "it lies where nothing can be written",
  EISDIR: "it is a folder and not a file",
  ENOTDIR: "a part of it is a file and not a folder",
  EEXIST: "it is there already, and no folder",
  ENOSPC: "the disk is full",
};

/** Null where the error is not about a file. */
function fileFailure(error: Error): string | null {
  if (!("code" in error && "path" in error)) return null;
  const fault = FILE_FAULTS[String(error.code)];
  return fault === undefined ? null : `${error.path}: ${fault}`;
}

/** One sentence of what went wrong, and what to do next. */
export function failureText(error: unknown): string {
  if (error instanceof StageError) return `${error.name}: ${error.message}\n${nextStepOf(error.name)}`;
  if (error instanceof ServiceUnavailable) return error.message;
  if (!(error instanceof Error)) return `${error}\n${UNKNOWN}`;
  const file = fileFailure(error);
  if (file !== null) return `${file}\nName another one, or correct that, and start again.`;
  return `${error.name}: ${error.message}\n${UNKNOWN}`;
}

const UNKNOWN = "This is not an error that the command knows. With DEBUG=1 it says where it happened.";
