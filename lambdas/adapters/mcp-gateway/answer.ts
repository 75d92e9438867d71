import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";
import { type AnswerRows, CATALOGUE, type QueryId } from "./catalogue.ts";
import { firstLine } from "./gateway-error.ts";

/** Which question an answer belongs to: named in each error. */
export interface Question<Id extends QueryId> {
  readonly sourceId: string;
  readonly id: Id;
}

/** Rows, or why the database refused a statement that it may refuse. */
export type Answer<Row> =
  | { readonly status: "rows"; readonly rows: readonly Row[]; readonly sourceId: string | null }
  | { readonly status: "refused"; readonly reason: string };

const Statement = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  count: z.int().optional(),
  truncated: z.boolean().optional(),
});
const Success = z.object({
  success: z.literal(true),
  data: z.object({ statements: z.tuple([Statement]), source_id: z.string().optional() }),
});
const Failure = z.object({ success: z.literal(false), error: z.string(), code: z.string() });

/** What each error code of the gateway means; the text decides where a code has many reasons. */
const NAME_OF_CODE: Readonly<Record<string, StageErrorName>> = {
  SOURCE_UNREACHABLE: "SourceUnavailable",
  TUNNEL_FAILED: "SourceUnavailable",
  AUTH_FAILED: "AccessDenied",
  READONLY_VIOLATION: "ContractBroken",
};
const RIGHT_MISSING = /denied|privilege|permission/i;
const STATEMENT_UNKNOWN = /syntax|not supported|does not exist|unknown/i;
const PASSING =
  /time[d ]*-?out|max_(statement|execution)_time|canceling statement|connect|too many|shutdown|starting up/i;

/**
 * Reads one tool answer: a single text item that holds JSON with the rows of one statement. Numbers come as numbers or as text.
 *
 * @throws StageError ContractBroken, naming source, query id and column, for any other shape and for an answer that was cut;
 *   SourceUnavailable, AccessDenied for an error that the gateway reports
 */
export function readAnswer<Id extends QueryId>(
  question: Question<Id>,
  result: CallToolResult,
): Answer<AnswerRows[Id]> {
  const json = jsonOf(question, result);
  if (result.isError === true) {
    return refusalOrThrow(question, json);
  }
  const envelope = Success.safeParse(json);
  if (!envelope.success) {
    throw broken(question, issueText(envelope.error));
  }
  const [statement] = envelope.data.data.statements;
  if (statement.truncated === true) {
    throw broken(question, "the gateway cut the rows at its max_rows: raise it for this source");
  }
  if (statement.count !== undefined && statement.count !== statement.rows.length) {
    throw broken(question, `${statement.rows.length} rows where the gateway counted ${statement.count}`);
  }
  const rows = statement.rows.map((row, index) => parseRow(question, row, index));
  return { status: "rows", rows, sourceId: envelope.data.data.source_id ?? null };
}

/** The row of an answer that must have exactly one. @throws StageError ContractBroken */
export function onlyRow<Row>(question: Question<QueryId>, rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw broken(question, `expected 1 row, got ${rows.length}`);
  }
  return row;
}

/** A StageError that names the source and the query. */
export function broken(question: Question<QueryId>, what: string): StageError {
  return answerError("ContractBroken", question, what);
}

function answerError(name: StageErrorName, question: Question<QueryId>, what: string): StageError {
  return new StageError(name, `Database source "${question.sourceId}", query "${question.id}": ${what}`);
}

function jsonOf(question: Question<QueryId>, result: CallToolResult): unknown {
  const [item] = result.content;
  if (item?.type !== "text" || result.content.length > 1) {
    throw broken(question, "expected one text item with JSON");
  }
  try {
    return JSON.parse(item.text);
  } catch (error) {
    throw new StageError(
      "ContractBroken",
      broken(question, `expected JSON, got the text "${firstLine(item.text)}"`).message,
      {
        cause: error,
      },
    );
  }
}

function refusalOrThrow(question: Question<QueryId>, json: unknown): Answer<never> {
  const failure = Failure.safeParse(json);
  if (!failure.success) {
    throw broken(question, `an error of unknown form: ${issueText(failure.error)}`);
  }
  const { code, error } = failure.data;
  const reason = firstLine(error);
  const isRightMissing = RIGHT_MISSING.test(reason);
  const known = NAME_OF_CODE[code];
  if (
    known === undefined &&
    CATALOGUE[question.id].mayBeRefused &&
    (isRightMissing || STATEMENT_UNKNOWN.test(reason))
  ) {
    return { status: "refused", reason };
  }
  const byText = PASSING.test(reason) ? "SourceUnavailable" : "ContractBroken";
  throw answerError(known ?? (isRightMissing ? "AccessDenied" : byText), question, `${code}: ${reason}`);
}

function parseRow<Id extends QueryId>(question: Question<Id>, row: unknown, index: number): AnswerRows[Id] {
  const parsed = CATALOGUE[question.id].row.safeParse(row);
  if (!parsed.success) {
    throw broken(question, `row ${index}, ${issueText(parsed.error)}`);
  }
  return parsed.data;
}

function issueText(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) {
    return "unknown form";
  }
  return issue.code === "unrecognized_keys"
    ? `unexpected column "${firstLine(issue.keys.join('", "'))}"`
    : `column "${firstLine(issue.path.join("."))}": ${issue.message}`;
}
