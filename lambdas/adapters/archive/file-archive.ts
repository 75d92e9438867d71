import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Archive } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";
import { type ByteStore, writeOnceArchive } from "./write-once.ts";

/** Unfinished objects; no key can name it, because no segment of a key begins with a dot. */
const UNFINISHED_FOLDER = ".unfinished";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function unavailable(directory: string, key: string, error: unknown): StageError {
  const text = error instanceof Error ? error.message : "unknown error";
  return new StageError("ArchiveUnavailable", `archive ${directory}, ${key}: ${text}`, { cause: error });
}

/** Answers `fallback` where there is no such file or folder. */
async function orIfMissing<Value>(work: Promise<Value>, fallback: Value): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return fallback;
    throw error;
  }
}

/** A hard link fails if the name is taken, in one step: neither half an object nor a replaced one is ever seen. What a power cut tears
 * is found by the checksum. */
async function putNew(directory: string, key: string, bytes: Buffer): Promise<boolean> {
  const path = join(directory, key);
  const unfinished = join(directory, UNFINISHED_FOLDER, randomUUID());
  await Promise.all([
    mkdir(dirname(path), { recursive: true }),
    mkdir(dirname(unfinished), { recursive: true }),
  ]);
  try {
    await writeFile(unfinished, bytes, { flag: "wx" });
    await link(unfinished, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The deepest folder that holds every key with the prefix, so that not the whole archive is walked. */
function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf("/") + 1);
}

async function list(directory: string, prefix: string): Promise<string[]> {
  const folder = join(directory, folderOf(prefix));
  const entries = await orIfMissing(readdir(folder, { recursive: true, withFileTypes: true }), []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((key) => key.startsWith(prefix) && !key.startsWith(UNFINISHED_FOLDER))
    .sort();
}

function fileStore(directory: string): ByteStore {
  const guarded = async <Value>(key: string, work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      throw unavailable(directory, key, error);
    }
  };
  return {
    get: (key) => guarded(key, orIfMissing<Buffer | null>(readFile(join(directory, key)), null)),
    has: (key) => {
      const isFile = stat(join(directory, key)).then((found) => found.isFile());
      return guarded(key, orIfMissing(isFile, false));
    },
    list: (prefix) => guarded(prefix, list(directory, prefix)),
    first: async (prefix) => (await guarded(prefix, list(directory, prefix)))[0] ?? null,
    putNew: (key, bytes) => guarded(key, putNew(directory, key, bytes)),
    addressOf: async (key) => pathToFileURL(join(directory, key)).href,
  };
}

/** The archive in a folder, which is made when the first object is written. For runs on one machine and for tests. */
export function fileArchive(directory: string): Archive {
  return writeOnceArchive(fileStore(directory));
}
