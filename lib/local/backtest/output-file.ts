import { closeSync, openSync, writeSync } from "node:fs";
import { StageError } from "#core/model/stage-error.ts";

const CHUNK_CHARACTERS = 1 << 20;

/** A text file that is written from start to end, and whose single bytes can be set afterwards. */
export class OutputFile {
  readonly #descriptor: number;
  #pending: string[] = [];
  #pendingCharacters = 0;
  #position = 0;

  /** @throws StageError InputInvalid if the file cannot be written */
  constructor(path: string) {
    try {
      this.#descriptor = openSync(path, "w");
    } catch (cause) {
      const message = `cannot write ${path}: is it a folder, or one that you may not write?`;
      throw new StageError("InputInvalid", message, { cause });
    }
  }

  /** Adds a line and answers where the last byte before its line end will be. */
  writeLine(line: string): number {
    this.#pending.push(line);
    this.#pendingCharacters += line.length;
    this.#position += Buffer.byteLength(line) + 1;
    if (this.#pendingCharacters > CHUNK_CHARACTERS) this.#flush();
    return this.#position - 2;
  }

  /** Overwrites one byte with an ASCII letter. */
  setLetter(position: number, letter: string): void {
    this.#flush();
    writeSync(this.#descriptor, letter, position);
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const bytes = Buffer.from(`${this.#pending.join("\n")}\n`);
    const start = this.#position - bytes.length;
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, start + done);
    }
    this.#pending = [];
    this.#pendingCharacters = 0;
  }
}
