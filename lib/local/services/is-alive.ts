import { readFileSync } from "node:fs";

/** Whether a process of this id runs, also if it belongs to another user. One that has ended but was not yet reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM" && !isZombie(pid);
  }
  return !isZombie(pid);
}

/** The state follows the program's name, which is in brackets and may hold anything: see proc(5). Elsewhere than on Linux: cannot say. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
