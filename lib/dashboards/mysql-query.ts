import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import { reference } from "./reference.ts";

/** `table`: rows as they are. `time_series`: a column `time` and one number column per line. */
export type QueryFormat = "table" | "time_series";

/** A query of Grafana's MySQL datasource, as its editor would save it. */
interface MySqlDataquery extends Dataquery {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly format: QueryFormat;
  readonly rawQuery: true;
  readonly editorMode: "code";
  readonly rawSql: string;
}

/** The datasource that a reader picks at the top of the dashboard. */
export const DATASOURCE: DataSourceRef = { type: "mysql", uid: reference("datasource") };

/**
 * The query type that the SDK does not have.
 *
 * @example new MySqlQuery("SELECT 1").build().rawSql // "SELECT 1"
 */
export class MySqlQuery implements Builder<Dataquery> {
  readonly #sql: string;
  readonly #refId: string;
  readonly #format: QueryFormat;

  constructor(sql: string, { refId = "A", format = "table" }: { refId?: string; format?: QueryFormat } = {}) {
    this.#sql = sql;
    this.#refId = refId;
    this.#format = format;
  }

  build(): MySqlDataquery {
    return {
      refId: this.#refId,
      datasource: DATASOURCE,
      format: this.#format,
      rawQuery: true,
      editorMode: "code",
      rawSql: this.#sql,
      _implementsDataqueryVariant: () => undefined,
    };
  }
}
