import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mendMinistack } from "#lib/local/services/ministack-fixes.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

const directory = temporaryDirectory("another-version");
afterAll(() => directory.remove());

describe("mending the emulator", () => {
  it("refuses a version whose text is not the one that the fix is for, and says which text", async () => {
    await mkdir(join(directory.path, "core"));
    await writeFile(join(directory.path, "core", "lambda_runtime.py"), "# rewritten\n");
    await expect(mendMinistack(directory.path)).rejects.toThrow(
      /lambda_runtime\.py has 0 times: status: "error"/,
    );
  });
});
