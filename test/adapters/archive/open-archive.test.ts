import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { openArchive } from "#adapters/archive/open-archive.ts";
import { ARCHIVE_SCHEMA_VERSION } from "#core/model/archive.ts";

const noS3 = () => {
  throw new Error("S3 was asked for");
};

describe("openArchive", () => {
  it("opens a folder without touching S3", async () => {
    const directory = await mkdtemp(join(tmpdir(), "archive-"));
    const archive = openArchive(pathToFileURL(join(directory, "new folder")).href, noS3);
    await archive.write("a", { runId: "r", stage: "s", schemaVersion: ARCHIVE_SCHEMA_VERSION }, [1]);
    expect(await archive.read("a")).toEqual([1]);
    await rm(directory, { recursive: true });
  });

  it("asks for the S3 client for an S3 URL only", () => {
    let askedCount = 0;
    openArchive("s3://bucket/some/prefix/", () => {
      askedCount += 1;
      return new S3Client({ region: "us-east-1" });
    });
    expect(askedCount).toBe(1);
  });

  it.each(["", "bucket/prefix", "https://bucket/prefix", "file://host/folder", "s3:///prefix"])(
    "refuses %j",
    (url) => {
      expect(() => openArchive(url, noS3)).toThrow("neither s3://bucket/prefix nor file:///folder");
    },
  );
});
