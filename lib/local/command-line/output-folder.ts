import { accessSync, constants, mkdirSync } from "node:fs";

/**
 * Makes the folder of a command's results, or says before the work begins that nothing can be written there.
 *
 * @throws the system's error, which names the path
 */
export function makeOutputFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
}
