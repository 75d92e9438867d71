import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import * as z from "zod";
import { ARCHIVE_SCHEMA_VERSION, type ArchiveHeader, OLDEST_SCHEMA_VERSION } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Level 1 is several times faster than the default and the objects are read once or twice. */
const COMPRESSION_LEVEL = 1;

/** Below the longest string of the runtime; the largest object of a run has some 25 MB. */
const MAX_BYTES = 400 * 1024 * 1024;

/**
 * The ten bytes before the data (RFC 1952): magic, deflate, no flags, no time, fastest, unknown system. Written and demanded, because
 * neither CRC covers them and zlib writes the system it runs on.
 */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);

/** Pieces in which zlib hands over what it compressed: the default of 16 KiB makes thousands of them. */
const CHUNK_BYTES = 128 * 1024;

/** zlib takes none smaller. */
const SMALLEST_CHUNK_BYTES = 64;

/** Bytes at the end of a gzip file that say how long its content is (RFC 1952). */
const LENGTH_BYTES = 4;

const NEWLINE = 0x0a;

const Header = z.strictObject({
  key: z.string(),
  runId: z.string(),
  stage: z.string(),
  schemaVersion: z.int(),
  rows: z.int(),
  sha256: z.string(),
});

/** The first line: whose object it is, how many rows follow, and the SHA-256 of the bytes after this line. */
export type ObjectHeader = z.infer<typeof Header>;

function corrupt(key: string, why: string, cause?: unknown): StageError {
  return new StageError("ArchiveCorrupt", `archived object ${key}: ${why}`, { cause });
}

/** The error of an object that is not there. */
export function missingObject(key: string): StageError {
  return corrupt(key, "missing");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function linesOf(key: string, rows: readonly unknown[]): string {
  const lines = rows.map((row, index) => {
    const line: string | undefined = JSON.stringify(row);
    if (line === undefined) throw corrupt(key, `row ${index + 1} is not a JSON value`);
    return line;
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** A checksum that is not known yet. */
const NO_CHECKSUM = "0".repeat(sha256(Buffer.of()).length);

function headerLine(header: ObjectHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/**
 * Header and rows in one buffer, the rows first: the header names their checksum and is as long with any. Each copy of some megabytes
 * outside the heap brings the next full collection of the whole heap nearer.
 */
function contentOf(
  unsummed: Omit<ObjectHeader, "sha256">,
  lines: string,
): { readonly header: ObjectHeader; readonly content: Buffer } {
  const rowsAt = Buffer.byteLength(headerLine({ ...unsummed, sha256: NO_CHECKSUM }));
  const content = Buffer.allocUnsafe(rowsAt + Buffer.byteLength(lines));
  content.write(lines, rowsAt);
  const header = { ...unsummed, sha256: sha256(content.subarray(rowsAt)) };
  content.write(headerLine(header));
  return { header, content };
}

/** An object ready to be stored. Equal rows give equal bytes. */
export interface EncodedObject {
  readonly header: ObjectHeader;
  readonly bytes: Buffer;
}

/** Rows as gzip NDJSON with their header; compressed outside the main thread. */
export async function encodeObject(
  key: string,
  { runId, stage, schemaVersion }: ArchiveHeader,
  rows: readonly unknown[],
): Promise<EncodedObject> {
  const unsummed = { key, runId, stage, schemaVersion, rows: rows.length };
  const { header, content } = contentOf(unsummed, linesOf(key, rows));
  const bytes = await compress(content, { level: COMPRESSION_LEVEL, chunkSize: CHUNK_BYTES });
  GZIP_HEADER.copy(bytes);
  return { header, bytes };
}

/** Length of the content by the file's own word, so that it comes out in one piece; a false word is found when it is unpacked. */
function contentLength(bytes: Buffer): number {
  const stated = bytes.readUInt32LE(bytes.length - LENGTH_BYTES);
  return Math.min(MAX_BYTES, Math.max(SMALLEST_CHUNK_BYTES, stated));
}

async function unpack(key: string, bytes: Buffer): Promise<Buffer> {
  if (!bytes.subarray(0, GZIP_HEADER.length).equals(GZIP_HEADER))
    throw corrupt(key, "not an archived object");
  try {
    return await decompress(bytes, { maxOutputLength: MAX_BYTES, chunkSize: contentLength(bytes) + 1 });
  } catch (error) {
    throw corrupt(key, "its gzip data are damaged or cut", error);
  }
}

function parseHeader(key: string, line: string): ObjectHeader {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw corrupt(key, "its header is not JSON", error);
  }
  const header = Header.safeParse(json);
  if (!header.success) throw corrupt(key, "its header has another shape");
  return header.data;
}

function checkHeader(key: string, header: ObjectHeader, body: Buffer): void {
  if (header.key !== key) throw corrupt(key, `it is the object ${header.key}`);
  if (header.schemaVersion < OLDEST_SCHEMA_VERSION || header.schemaVersion > ARCHIVE_SCHEMA_VERSION) {
    const ours = `this code reads versions ${OLDEST_SCHEMA_VERSION} to ${ARCHIVE_SCHEMA_VERSION}`;
    throw corrupt(key, `it has schema version ${header.schemaVersion}, ${ours}`);
  }
  if (header.sha256 !== sha256(body)) throw corrupt(key, "its checksum does not match");
}

/** Header and rows' bytes of a stored object, checked. @throws StageError ArchiveCorrupt */
async function open(key: string, bytes: Buffer): Promise<{ header: ObjectHeader; body: Buffer }> {
  const content = await unpack(key, bytes);
  const end = content.indexOf(NEWLINE);
  if (end < 0) throw corrupt(key, "it has no header line");
  const header = parseHeader(key, content.toString("utf8", 0, end));
  const body = content.subarray(end + 1);
  checkHeader(key, header, body);
  return { header, body };
}

/** Checks a stored object and gives its header. @throws StageError ArchiveCorrupt */
export async function decodeHeader(key: string, bytes: Buffer): Promise<ObjectHeader> {
  return (await open(key, bytes)).header;
}

/** Rows of a stored object; their count is checked too. @throws StageError ArchiveCorrupt */
export async function decodeRows(key: string, bytes: Buffer): Promise<unknown[]> {
  const { header, body } = await open(key, bytes);
  const lines = body.toString("utf8").split("\n");
  lines.pop();
  if (lines.length !== header.rows) {
    throw corrupt(key, `its header says ${header.rows} rows, it has ${lines.length}`);
  }
  try {
    return lines.map((line): unknown => JSON.parse(line));
  } catch (error) {
    throw corrupt(key, "a row is not JSON", error);
  }
}
