import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./is-alive.ts";

const POLL_MS = 100;
/** A holder writes its process id right after it made the lock: one without an id for this long died in between. */
const OWNERLESS_AFTER_MS = 5_000;

/**
 * Runs `work` while holding a lock that other processes of this machine see: a directory, since making one either succeeds or
 * fails. A lock whose holder is dead is taken over.
 *
 * @param lock path of the lock; its parent must exist
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await tryAcquire(lock))) {
    if (await isAbandoned(lock)) {
      await discard(lock);
    } else {
      await sleep(POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function tryAcquire(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
  await writeFile(join(lock, "pid"), String(process.pid));
  return true;
}

async function isAbandoned(lock: string): Promise<boolean> {
  const owner = await readFile(join(lock, "pid"), "utf8").catch(() => "");
  if (owner === "") {
    const made = await stat(lock).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > OWNERLESS_AFTER_MS;
  }
  return !isAlive(Number(owner));
}

/** Renaming first lets only one of several waiters remove the dead lock, and never a fresh one in its place. */
async function discard(lock: string): Promise<void> {
  const grave = `${lock}.dead-${process.pid}`;
  const moved = await rename(lock, grave).then(
    () => true,
    () => false,
  );
  if (moved) {
    await rm(grave, { recursive: true, force: true });
  }
}
