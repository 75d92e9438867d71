import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryDirectory } from "../services/temporary-directory.ts";

/** What is kept of an object besides its bytes. */
export interface ObjectRecord {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly contentType: string;
  /** Content encoding, user metadata and checksums, by header name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly modifiedAt: Date;
}

/** Buckets of objects; the bytes lie in a temporary folder, one file per object. Any bucket exists. */
export interface ObjectStore {
  /** Atomic with respect to other puts. @returns null, and nothing changed, if `isCreateOnly` and the object is there. */
  readonly put: (bucket: string, object: NewObject, isCreateOnly: boolean) => Promise<ObjectRecord | null>;
  readonly head: (bucket: string, key: string) => ObjectRecord | null;
  readonly bytes: (bucket: string, key: string) => Promise<Buffer>;
  readonly remove: (bucket: string, key: string) => void;
  /** Records of keys with a prefix, in the order of S3 (bytes of UTF-8). */
  readonly list: (bucket: string, prefix: string) => ObjectRecord[];
  readonly close: () => void;
}

export interface NewObject {
  readonly key: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function createObjectStore(): ObjectStore {
  const { path: folder, remove } = temporaryDirectory("simulated-s3");
  const records = new Map<string, Map<string, ObjectRecord>>();
  const fileOf = (bucket: string, key: string) =>
    join(folder, createHash("sha256").update(`${bucket}/${key}`).digest("hex"));
  return {
    async put(bucket, { key, bytes, contentType, headers }, isCreateOnly) {
      const objects = records.get(bucket) ?? new Map<string, ObjectRecord>();
      records.set(bucket, objects);
      if (isCreateOnly && objects.has(key)) {
        return null;
      }
      const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
      const record = { key, sizeBytes: bytes.length, etag, contentType, headers, modifiedAt: new Date() };
      // Recorded before the file is written: a second writer that comes meanwhile is refused, as by S3.
      objects.set(key, record);
      await writeFile(fileOf(bucket, key), bytes);
      return record;
    },
    head: (bucket, key) => records.get(bucket)?.get(key) ?? null,
    bytes: (bucket, key) => readFile(fileOf(bucket, key)),
    remove: (bucket, key) => {
      records.get(bucket)?.delete(key);
    },
    list: (bucket, prefix) =>
      [...(records.get(bucket)?.values() ?? [])]
        .filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
    close: remove,
  };
}
