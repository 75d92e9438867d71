import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { startChildServer } from "#lib/local/services/child-server.ts";
import { findExecutable } from "#lib/local/services/find-executable.ts";
import { freePort } from "#lib/local/services/free-port.ts";
import { isAlive } from "#lib/local/services/is-alive.ts";
import { answersOk } from "#lib/local/services/probe.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";

const LISTENS = (port: number): string =>
  `require("http").createServer((_, reply) => reply.end()).listen(${port}, "127.0.0.1")`;

function startNode(script: string, isReady: () => Promise<boolean>, times = {}) {
  return startChildServer({ name: "probe", file: process.execPath, args: ["-e", script], isReady, ...times });
}

describe("a child server", () => {
  it("is there when it answers, and gone after stop", async () => {
    const port = await freePort();
    const server = await startNode(LISTENS(port), () => answersOk(`http://127.0.0.1:${port}`));
    expect(isAlive(server.pid)).toBe(true);
    await server.stop();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it("is killed if it ignores the request to end", async () => {
    const script = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("deaf")';
    const server = await startChildServer({
      name: "probe",
      file: process.execPath,
      args: ["-e", script],
      isReady: async ({ lastLines }) => lastLines() === "deaf",
      stopTimeoutMs: 100,
    });
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it("that ends early fails with its newest 50 lines", async () => {
    const script = "for (let i = 1; i <= 60; i++) console.error('line ' + i + '.'); process.exitCode = 1";
    const failure = startNode(script, async () => false);
    await expect(failure).rejects.toBeInstanceOf(ServiceUnavailable);
    await expect(failure).rejects.toThrow(/ended before it was ready:\nline 11\.\n.*line 60\.$/s);
  });

  it("that is not ready in time is killed", async () => {
    await expect(
      startNode("setInterval(() => {}, 1000)", async () => false, { readyTimeoutMs: 200 }),
    ).rejects.toThrow("was not ready after 200 ms");
  });

  it("that does not exist fails with the reason", async () => {
    const start = startChildServer({
      name: "ghost",
      file: "/nowhere/ghost",
      args: [],
      isReady: async () => false,
    });
    await expect(start).rejects.toThrow(/ghost.*(ENOENT|No such file)/s);
  });

  it("sees none of this process's environment but PATH", async () => {
    process.env.CANARY_PASSWORD = "canary";
    const server = await startChildServer({
      name: "probe",
      file: process.execPath,
      args: ["-e", "console.log(Object.keys(process.env).sort().join()); setInterval(() => {}, 1000)"],
      isReady: async ({ lastLines }) => lastLines() !== "",
    });
    expect(server.lastLines().split("\n")[0]).toBe("LANG,PATH");
    await server.stop();
    delete process.env.CANARY_PASSWORD;
  });
});

describe("when this process ends", () => {
  const modules = ["child-server", "temporary-directory"].map(
    (name) => new URL(`../../../lib/local/services/${name}.ts`, import.meta.url).href,
  );
  const parentScript = (end: string): string => `
    import { startChildServer } from "${modules[0]}";
    import { temporaryDirectory } from "${modules[1]}";
    const directory = temporaryDirectory("parent-test");
    const server = await startChildServer({
      name: "child", file: process.execPath, args: ["-e", "console.log(1); setInterval(() => {}, 1000)"],
      isReady: async ({ lastLines }) => lastLines() !== "",
    });
    console.log(JSON.stringify({ pid: server.pid, path: directory.path }));
    ${end}`;

  async function runParent(end: string, signal?: NodeJS.Signals) {
    const parent = spawn(process.execPath, ["--input-type=module", "-e", parentScript(end)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = await once(parent.stdout, "data");
    const exited = once(parent, "exit");
    if (signal !== undefined) {
      parent.kill(signal);
    }
    const [exitCode, signalCode] = await exited;
    const { pid, path }: { pid: number; path: string } = JSON.parse(String(line));
    await expect.poll(() => isAlive(pid)).toBe(false);
    return { exitCode, signalCode, isDirectoryLeft: existsSync(path), path };
  }

  it.each([
    { how: "by itself", end: "process.exit(3)", exitCode: 3 },
    { how: "by an uncaught error", end: 'throw new Error("bug")', exitCode: 1 },
  ])("$how, its servers and directories go too", async ({ end, exitCode }) => {
    expect(await runParent(end)).toMatchObject({ exitCode, isDirectoryLeft: false });
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "by %s, they go too, and the signal has its usual effect",
    async (signal) => {
      expect(await runParent("", signal)).toMatchObject({ signalCode: signal, isDirectoryLeft: false });
    },
  );

  it("in order after a signal that it handles, they go at its end and not before", async () => {
    const handling = 'process.on("SIGTERM", () => process.exit(server.isRunning() ? 0 : 9))';
    expect(await runParent(handling, "SIGTERM")).toMatchObject({ exitCode: 0, isDirectoryLeft: false });
  });

  it.skipIf(findExecutable(["setpriv"]) === undefined)("by SIGKILL, its servers go too", async () => {
    const { path } = await runParent("", "SIGKILL");
    const { rmSync } = await import("node:fs");
    rmSync(path, { recursive: true, force: true });
  });
});

describe("a free port", () => {
  it("can be listened on, and lies below those of outgoing connections (ip_local_port_range starts at 32768)", async () => {
    const port = await freePort();
    expect(port).toBeLessThan(32_768);
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    server.close();
  });
});
