import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { broken, type Question } from "./answer.ts";
import { AnswerCount } from "./answer-number.ts";
import { type AnswerRows, catalogueHash, type QueryId } from "./catalogue.ts";

/** Answers of one snapshot of MySQL or MariaDB; null where the database refused the statement. */
export interface MysqlAnswers {
  readonly sourceId: string;
  readonly engine: "mysql" | "mariadb";
  readonly takenAtSeconds: number;
  readonly status: readonly AnswerRows["mysql.status"][];
  readonly variables: readonly AnswerRows["mysql.variables"][];
  readonly transactions: AnswerRows["mysql.transactions"] | null;
  readonly replica: readonly AnswerRows["mysql.replica"][] | null;
}

/** @throws StageError ContractBroken naming a status or system variable that is missing or not a number */
export function mysqlSnapshot(answers: MysqlAnswers): DatabaseSnapshot {
  const status = reader({ sourceId: answers.sourceId, id: "mysql.status" }, answers.status);
  const variables = reader({ sourceId: answers.sourceId, id: "mysql.variables" }, answers.variables);
  return {
    sourceId: answers.sourceId,
    endpoint: `${variables.text("hostname")}:${variables.text("port")}`,
    engine: answers.engine,
    takenAtSeconds: answers.takenAtSeconds,
    uptimeSeconds: status.count("Uptime"),
    gauges: {
      connections_in_use_pct: (100 * status.count("Threads_connected")) / variables.count("max_connections"),
      threads_running: status.count("Threads_running"),
      replication_lag_seconds: replicationLag(answers),
      longest_transaction_seconds: answers.transactions?.longest_transaction_seconds ?? null,
      xid_age: null,
    },
    counters: {
      slow_queries: status.count("Slow_queries"),
      row_lock_waits: status.count("Innodb_row_lock_waits"),
      deadlocks: status.optionalCount("Innodb_deadlocks") ?? answers.transactions?.deadlocks ?? null,
      aborted_connects: status.count("Aborted_connects"),
      buffer_pool_read_requests: status.count("Innodb_buffer_pool_read_requests"),
      buffer_pool_disk_reads: status.count("Innodb_buffer_pool_reads"),
      cache_blocks_hit: null,
      cache_blocks_read: null,
    },
    catalogueHash: catalogueHash(answers.engine),
  };
}

/**
 * The largest lag of the replica's channels. Null if it is no replica, may not be asked, or one channel does not know its lag because
 * it stopped: the others' lag would hide that.
 */
function replicationLag(answers: MysqlAnswers): number | null {
  if (answers.replica === null || answers.replica.length === 0) {
    return null;
  }
  let largest = 0;
  for (const channel of answers.replica) {
    const { Seconds_Behind_Source: source, Seconds_Behind_Master: master } = channel;
    const lag = source === undefined ? master : source;
    if (lag === undefined) {
      const question = { sourceId: answers.sourceId, id: "mysql.replica" } as const;
      throw broken(
        question,
        'column "Seconds_Behind_Source" (MySQL) or "Seconds_Behind_Master" (MariaDB) is missing',
      );
    }
    if (lag === null) {
      return null;
    }
    largest = Math.max(largest, lag);
  }
  return largest;
}

function reader(question: Question<QueryId>, rows: readonly { Variable_name: string; Value: string }[]) {
  const values = new Map(rows.map((row) => [row.Variable_name.toLowerCase(), row.Value]));
  function text(name: string): string {
    const value = values.get(name.toLowerCase());
    if (value === undefined) {
      throw broken(question, `column "${name}" is missing`);
    }
    return value;
  }
  function count(name: string): number {
    const parsed = AnswerCount.safeParse(text(name));
    if (!parsed.success) {
      throw broken(question, `column "${name}": ${parsed.error.issues[0]?.message}`);
    }
    return parsed.data;
  }
  return {
    text,
    count,
    optionalCount: (name: string): number | null => (values.has(name.toLowerCase()) ? count(name) : null),
  };
}
