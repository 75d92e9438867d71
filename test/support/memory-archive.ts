import type { Archive, ArchiveDocument, ArchiveHeader } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";

/** A write-once archive in memory. Rows pass through JSON, as they do on their way to S3: NaN would come back as null. */
export interface MemoryArchive extends Archive {
  /** Rows of an object as they were written; empty if there is none. */
  rows(key: string): unknown[];
  readonly keys: string[];
  /** Lays an object there as an earlier stage would have done. Answers the key. */
  put(key: string, rows: readonly unknown[]): string;
  header(key: string): ArchiveHeader | undefined;
  readonly documents: ReadonlyMap<string, ArchiveDocument>;
}

export function memoryArchive(): MemoryArchive {
  const objects = new Map<string, { header: ArchiveHeader; lines: string }>();
  const documents = new Map<string, ArchiveDocument>();
  const parsed = (key: string): unknown[] => {
    const rows: unknown = JSON.parse(objects.get(key)?.lines ?? "[]");
    return Array.isArray(rows) ? rows : [];
  };
  return {
    rows: parsed,
    documents,
    async writeDocument(key, document) {
      if (documents.has(key)) return "adopted";
      documents.set(key, document);
      return "written";
    },
    addressOf: async (key) => `memory:${key}`,
    header: (key) => objects.get(key)?.header,
    get keys() {
      return [...objects.keys()].toSorted();
    },
    put(key, rows) {
      objects.set(key, {
        header: { runId: "earlier", stage: "earlier", schemaVersion: 1 },
        lines: JSON.stringify(rows),
      });
      return key;
    },
    async read(key) {
      if (!objects.has(key)) throw new StageError("ArchiveCorrupt", `${key} is not there`);
      return parsed(key);
    },
    has: async (key) => objects.has(key),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
    first: async (prefix) =>
      [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted()[0] ?? null,
    async write(key, header, rows, options = {}) {
      const lines = JSON.stringify(rows);
      const found = objects.get(key);
      if (found === undefined) objects.set(key, { header, lines });
      else if (options.adopt === true) return "adopted";
      else if (found.lines !== lines) throw new StageError("ArchiveConflict", `${key} is there already`);
      return "written";
    },
  };
}
