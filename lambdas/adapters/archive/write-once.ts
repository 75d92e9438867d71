import type { Archive, ArchiveDocument, ArchiveHeader } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";
import { checkKey, checkPrefix } from "./archive-key.ts";
import {
  decodeHeader,
  decodeRows,
  encodeObject,
  missingObject,
  type ObjectHeader,
} from "./archive-object.ts";

/** A place for bytes by key. Its errors are StageErrors. */
export interface ByteStore {
  /** null: there is no such object. */
  get(key: string): Promise<Buffer | null>;
  has(key: string): Promise<boolean>;
  /** Sorted keys that begin with `prefix`. */
  list(prefix: string): Promise<string[]>;
  first(prefix: string): Promise<string | null>;
  /** Stores whole or not at all; false: the key is taken, and nothing was changed. */
  putNew(key: string, bytes: Buffer, contentType: string): Promise<boolean>;
  /** Where a person finds the object of that key. */
  addressOf(key: string): Promise<string>;
}

/** What the objects for machines are. */
const ROWS_CONTENT_TYPE = "application/gzip";

function areSame(one: ObjectHeader, other: ObjectHeader): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function existing(store: ByteStore, key: string): Promise<Buffer> {
  const bytes = await store.get(key);
  if (bytes === null) throw missingObject(key);
  return bytes;
}

async function write(
  store: ByteStore,
  key: string,
  content: { readonly header: ArchiveHeader; readonly rows: readonly unknown[] },
  adopt: boolean,
): Promise<"written" | "adopted"> {
  checkKey(key);
  const encoded = await encodeObject(key, content.header, content.rows);
  if (await store.putNew(key, encoded.bytes, ROWS_CONTENT_TYPE)) return "written";
  const found = await decodeHeader(key, await existing(store, key));
  // Also our own write whose answer was lost: the retry finds it.
  if (areSame(found, encoded.header)) return adopt ? "adopted" : "written";
  if (adopt) return "adopted";
  throw new StageError(
    "ArchiveConflict",
    `archived object ${key} is there already with other content (run ${found.runId}, stage ${found.stage}, ${found.rows} rows)`,
  );
}

async function writeDocument(
  store: ByteStore,
  key: string,
  { contentType, text }: ArchiveDocument,
): Promise<"written" | "adopted"> {
  checkKey(key);
  return (await store.putNew(key, Buffer.from(text), contentType)) ? "written" : "adopted";
}

/** The archive over any store of bytes: format, checks and the rules of write-once are the same for all. */
export function writeOnceArchive(store: ByteStore): Archive {
  return {
    async read(key) {
      checkKey(key);
      return decodeRows(key, await existing(store, key));
    },
    async has(key) {
      checkKey(key);
      return store.has(key);
    },
    async list(prefix) {
      checkPrefix(prefix);
      return store.list(prefix);
    },
    async first(prefix) {
      checkPrefix(prefix);
      return store.first(prefix);
    },
    write: (key, header, rows, options) => write(store, key, { header, rows }, options?.adopt ?? false),
    writeDocument: (key, document) => writeDocument(store, key, document),
    async addressOf(key) {
      checkKey(key);
      return store.addressOf(key);
    },
  };
}
