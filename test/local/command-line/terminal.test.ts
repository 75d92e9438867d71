import { afterEach, describe, expect, it, vi } from "vitest";
import { terminalOn } from "#lib/local/command-line/terminal.ts";

function stream(isTTY: boolean) {
  const parts: string[] = [];
  return { isTTY, columns: 40, write: (text: string) => parts.push(text), text: () => parts.join("") };
}

afterEach(() => vi.unstubAllEnvs());

describe("a terminal that somebody watches", () => {
  it("shows progress as a bar that rewrites itself and makes room for lines", () => {
    const error = stream(true);
    const terminal = terminalOn(stream(true), error, false);
    terminal.progress({ done: 6, of: 24, text: "a" });
    terminal.note("line");
    expect(error.text()).toBe("\r\u001b[2K[######..................] 6/24 a\r\u001b[2Kline\n");
  });

  it("never wraps a bar", () => {
    const error = stream(true);
    terminalOn(stream(true), error, false).progress({ done: 1, of: 2, text: "x".repeat(100) });
    expect(error.text().replace("\r\u001b[2K", "")).toHaveLength(39);
  });

  it("has colours, unless NO_COLOR asks for none", () => {
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("TERM", "xterm");
    const terminal = terminalOn(stream(true), stream(true), false);
    expect(terminal.styled("bad", "no")).toBe("\u001b[31mno\u001b[39m");
    vi.stubEnv("NO_COLOR", "1");
    expect(terminal.styled("bad", "no")).toBe("no");
  });
});

describe("a terminal whose output is piped", () => {
  it("shows progress as plain lines, each once, and no colours", () => {
    const error = stream(false);
    const terminal = terminalOn(stream(false), error, false);
    for (const done of [1, 2]) terminal.progress({ done, of: 3, text: "same" });
    terminal.progress({ done: 3, of: 3, text: "other" });
    expect(error.text()).toBe("1/3 same\n3/3 other\n");
    expect(terminal.styled("good", "yes")).toBe("yes");
  });

  it("keeps standard output for one JSON value if asked", () => {
    const [out, error] = [stream(false), stream(false)];
    const terminal = terminalOn(out, error, true);
    terminal.print("for people");
    terminal.json({ state: "COMPLETE" });
    expect([out.text(), error.text()]).toEqual(['{"state":"COMPLETE"}\n', "for people\n"]);
    const [plain, silent] = [stream(false), stream(false)];
    terminalOn(plain, silent, false).json({});
    expect([plain.text(), silent.text()]).toEqual(["", ""]);
  });
});
