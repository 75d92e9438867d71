import { describe, expect, it } from "vitest";
import { ARCHIVE_SCHEMA_VERSION } from "#core/model/archive.ts";
import { type FaultProxy, startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import type { FaultKind } from "#lib/local/simulated-http/fault-book.ts";
import { openedS3Archive } from "./archives.ts";

const header = { runId: "r1", stage: "01-inventory", schemaVersion: ARCHIVE_SCHEMA_VERSION };
const key = "runs/r1/01-inventory/all";
const rows = Array.from({ length: 500 }, (_, index) => ({ index, value: Math.cos(index) }));

describe("s3Archive when S3 fails", () => {
  it.each<FaultKind>(["throttle", "internal_error", "http_500", "hang"])(
    "repeats a PUT after one %s",
    async (kind) => {
      const { archive, state } = await openedS3Archive();
      state.faults.set([{ service: "s3", action: "PutObject", kind, times: 1 }]);
      expect(await archive.write(key, header, rows)).toBe("written");
      expect(await archive.read(key)).toEqual(rows);
    },
  );

  it.each<FaultKind>(["throttle", "http_500", "reset", "truncate_body", "hang"])(
    "repeats a GET after one %s",
    async (kind) => {
      const { archive, state } = await openedS3Archive();
      await archive.write(key, header, rows);
      state.faults.set([{ service: "s3", action: "GetObject", kind, times: 1 }]);
      expect(await archive.read(key)).toEqual(rows);
    },
  );

  it("takes its own object for written where S3 stored it and the answer was lost, and another's for a conflict", async () => {
    let proxy: FaultProxy | undefined;
    const { archive, state } = await openedS3Archive(async (port) => {
      proxy = await startFaultProxy(port);
      return proxy.port;
    });
    const losing = () =>
      proxy?.setMode({ kind: "dropReply", isRequest: (packet) => packet.includes("PUT /") });
    await losing();
    expect(await archive.write(key, header, rows)).toBe("written");
    expect(state.callCounts.get("s3.PutObject")).toBe(2);
    expect(await archive.read(key)).toEqual(rows);
    await losing();
    await expect(archive.write(key, header, ["other"])).rejects.toMatchObject({ name: "ArchiveConflict" });
    await proxy?.stop();
  });

  it("throws ArchiveUnavailable when S3 does not come back", async () => {
    const { archive, state } = await openedS3Archive();
    await archive.write(key, header, rows);
    state.faults.set([{ service: "s3", kind: "http_500" }]);
    await expect(archive.write("runs/r1/x", header, rows)).rejects.toMatchObject({
      name: "ArchiveUnavailable",
    });
  });

  it("throws AccessDenied when it may not write, and takes a GET that is refused as missing", async () => {
    const { archive, state } = await openedS3Archive();
    await archive.write(key, header, rows);
    state.faults.set([{ service: "s3", kind: "deny" }]);
    await expect(archive.write("runs/r1/x", header, rows)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(archive.read(key)).rejects.toThrow(`${key}: missing`);
    expect(await archive.has(key)).toBe(false);
  });
});
