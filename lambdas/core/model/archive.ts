/** First line of every archived object; the rest is one JSON line per row. */
export interface ArchiveHeader {
  readonly runId: string;
  readonly stage: string;
  readonly schemaVersion: number;
}

/** Bumped when the shape of any archived row changes: an object of a later version is refused. */
export const ARCHIVE_SCHEMA_VERSION = 2;

/** Of the first version on, this code still reads what was written: snapshots outlive a new release by a week. */
export const OLDEST_SCHEMA_VERSION = 1;

/** A file for people beside the objects for machines: stored as it is, so that a browser can show it. */
export interface ArchiveDocument {
  /** Such as `text/html; charset=utf-8`. */
  readonly contentType: string;
  readonly text: string;
}

/**
 * Port to the write-once archive (S3, or a folder). Rows are JSON values; an object is gzip NDJSON whose first line carries the
 * header, the row count and the SHA-256 of the rows.
 */
export interface Archive {
  /** Rows of an object, checked against header, count and checksum. @throws ArchiveCorrupt, ArchiveUnavailable */
  read(key: string): Promise<unknown[]>;
  /** True if an object of that key is there. */
  has(key: string): Promise<boolean>;
  /** Keys under a prefix, sorted. */
  list(prefix: string): Promise<string[]>;
  /** First of the keys under a prefix, without reading the others' names; null if there is none. */
  first(prefix: string): Promise<string | null>;
  /**
   * Writes once. If the key is there already: with `adopt` the old object stays and `"adopted"` is answered (a collector's retry,
   * whose source may answer differently now); without, equal content is `"written"` and other content throws ArchiveConflict.
   */
  write(
    key: string,
    header: ArchiveHeader,
    rows: readonly unknown[],
    options?: { adopt?: boolean },
  ): Promise<"written" | "adopted">;
  /** Writes a document once; one that is there already stays as it is and `"adopted"` is answered. */
  writeDocument(key: string, document: ArchiveDocument): Promise<"written" | "adopted">;
  /** Where a person opens an object: its page in the S3 console, which asks for a login, or the address of the file. */
  addressOf(key: string): Promise<string>;
}
