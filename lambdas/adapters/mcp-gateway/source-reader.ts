import { type Answer, broken, onlyRow, readAnswer } from "./answer.ts";
import type { AnswerRows, QueryId } from "./catalogue.ts";
import type { GatewaySession } from "./gateway-session.ts";

/** A statement that a database refused; its figures are null. */
export interface Refusal {
  readonly sourceId: string;
  readonly queryId: QueryId;
  readonly reason: string;
}

/** Asks one source the statements of the catalogue. */
export interface SourceReader {
  readonly sourceId: string;
  /** Rows; null where the source refused a statement that it may refuse. @throws StageError */
  rows<Id extends QueryId>(id: Id): Promise<readonly AnswerRows[Id][] | null>;
  /** The only row; null where refused. @throws StageError */
  row<Id extends QueryId>(id: Id): Promise<AnswerRows[Id] | null>;
}

export function sourceReader(
  session: GatewaySession,
  source: { readonly sourceId: string; readonly tool: string },
  onRefused: (refusal: Refusal) => void,
): SourceReader {
  const { sourceId, tool } = source;
  async function rows<Id extends QueryId>(id: Id): Promise<readonly AnswerRows[Id][] | null> {
    const answer: Answer<AnswerRows[Id]> = readAnswer({ sourceId, id }, await session.query(tool, id));
    if (answer.status === "refused") {
      onRefused({ sourceId, queryId: id, reason: answer.reason });
      return null;
    }
    return answer.rows;
  }
  return {
    sourceId,
    rows,
    row: async (id) => {
      const answer = await rows(id);
      return answer === null ? null : onlyRow({ sourceId, id }, answer);
    },
  };
}

/** Insists on an answer. @throws StageError ContractBroken if the source refused the statement */
export function required<T>(reader: SourceReader, id: QueryId, answer: T | null): T {
  if (answer === null) {
    throw broken({ sourceId: reader.sourceId, id }, "refused, and there is no snapshot without it");
  }
  return answer;
}
