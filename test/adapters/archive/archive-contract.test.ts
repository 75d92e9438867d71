import { readFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { consoleAddress } from "#adapters/archive/console-address.ts";
import { ARCHIVE_SCHEMA_VERSION } from "#core/model/archive.ts";
import { type OpenedArchive, openedFileArchive, openedS3Archive } from "./archives.ts";

const header = { runId: "r1", stage: "03-collect-redis", schemaVersion: ARCHIVE_SCHEMA_VERSION };
const rows = [
  { resourceId: "arn:1", t: [1, 2, 3], min: [0.1, null, -5e300] },
  { name: "gr\u00fc\u00dfe\nline two" },
  [],
  null,
  7,
];
const archives: readonly [string, () => Promise<OpenedArchive>][] = [
  ["in a folder", openedFileArchive],
  ["in S3", openedS3Archive],
];

describe.each(archives)("the archive %s", (_, opened) => {
  const key = "runs/r1/03-collect-redis/redis-1";

  it("gives back the rows that were written", async () => {
    const { archive } = await opened();
    expect(await archive.write(key, header, rows)).toBe("written");
    expect(await archive.read(key)).toEqual(rows);
    expect(await archive.write("runs/r1/empty", header, [])).toBe("written");
    expect(await archive.read("runs/r1/empty")).toEqual([]);
  });

  it("knows what is there and lists it in order", async () => {
    const { archive } = await opened();
    for (const name of ["b", "a/2", "a/1", "ab"]) await archive.write(`runs/r1/${name}`, header, []);
    expect(await archive.has("runs/r1/a/1")).toBe(true);
    expect(await archive.has("runs/r1/a")).toBe(false);
    expect(await archive.list("runs/r1/a")).toEqual(["runs/r1/a/1", "runs/r1/a/2", "runs/r1/ab"]);
    expect(await archive.list("runs/r1/a/")).toEqual(["runs/r1/a/1", "runs/r1/a/2"]);
    expect(await archive.list("nothing/")).toEqual([]);
    expect(await archive.first("runs/r1/a/")).toBe("runs/r1/a/1");
    expect(await archive.first("nothing/")).toBeNull();
  });

  it("names the key of an object that is missing", async () => {
    const { archive } = await opened();
    const reading = archive.read("runs/r1/04-collect-rds/absent");
    await expect(reading).rejects.toMatchObject({
      name: "ArchiveCorrupt",
      message: "archived object runs/r1/04-collect-rds/absent: missing",
    });
  });

  it("takes the same content a second time and refuses other content", async () => {
    const { archive } = await opened();
    await archive.write(key, header, rows);
    expect(await archive.write(key, header, rows)).toBe("written");
    await expect(archive.write(key, header, [1])).rejects.toMatchObject({ name: "ArchiveConflict" });
    await expect(archive.write(key, { ...header, runId: "r2" }, rows)).rejects.toMatchObject({
      name: "ArchiveConflict",
    });
    expect(await archive.read(key)).toEqual(rows);
  });

  it("leaves an adopted object as it is", async () => {
    const { archive } = await opened();
    await archive.write(key, header, rows);
    expect(await archive.write(key, header, ["later answer"], { adopt: true })).toBe("adopted");
    expect(await archive.read(key)).toEqual(rows);
    expect(await archive.write("runs/r1/new", header, [1], { adopt: true })).toBe("written");
  });

  it("keeps one of many parallel writers", async () => {
    const { archive } = await opened();
    const writers = Array.from({ length: 8 }, (__, index) =>
      archive.write(key, header, [index], { adopt: true }),
    );
    const outcomes = await Promise.all(writers);
    expect(outcomes.filter((outcome) => outcome === "written")).toHaveLength(1);
    expect(await archive.read(key)).toEqual([outcomes.indexOf("written")]);
  });

  it("refuses every object in which one byte was changed", async () => {
    const { archive, storedBytes, overwrite } = await opened();
    const many = Array.from({ length: 400 }, (__, index) => ({ id: `row-${index}`, value: Math.sin(index) }));
    await archive.write(key, header, many);
    const original = await storedBytes(key);
    const step = Math.ceil(original.length / 60);
    const ends = [
      ...Array(12).keys(),
      ...Array.from({ length: 9 }, (__, index) => original.length - 1 - index),
    ];
    const positions = [...ends, ...Array.from({ length: 60 }, (__, index) => index * step)];
    for (const position of positions.filter((one) => one < original.length)) {
      const changed = Buffer.from(original);
      changed.writeUInt8((original[position] ?? 0) ^ 0xff, position);
      await overwrite(key, changed);
      await expect(archive.read(key), `byte ${position}`).rejects.toMatchObject({ name: "ArchiveCorrupt" });
    }
    await overwrite(key, original);
    expect(await archive.read(key)).toEqual(many);
  });

  it("refuses an object that was cut, swapped, or is of a schema version that is not known", async () => {
    const { archive, storedBytes, overwrite } = await opened();
    await archive.write(key, header, rows);
    await archive.write("runs/r1/03-collect-redis/redis-2", header, rows);
    await archive.write("runs/r1/later", { ...header, schemaVersion: ARCHIVE_SCHEMA_VERSION + 1 }, rows);
    await archive.write("runs/r1/unversioned", { ...header, schemaVersion: 0 }, rows);
    await archive.write("runs/r1/first", { ...header, schemaVersion: 1 }, rows);
    const other = await storedBytes("runs/r1/03-collect-redis/redis-2");
    await expect(archive.read("runs/r1/later")).rejects.toThrow("schema version 3");
    await expect(archive.read("runs/r1/unversioned")).rejects.toThrow("schema version 0");
    expect(await archive.read("runs/r1/first")).toEqual(rows);
    await overwrite(key, other.subarray(0, other.length - 20));
    await expect(archive.read(key)).rejects.toThrow("damaged or cut");
    await overwrite(key, Buffer.alloc(0));
    await expect(archive.read(key)).rejects.toThrow("not an archived object");
    await overwrite(key, other);
    await expect(archive.read(key)).rejects.toThrow("it is the object runs/r1/03-collect-redis/redis-2");
  });

  it("refuses an object whose rows do not belong to its header", async () => {
    const { archive, storedBytes, overwrite } = await opened();
    await archive.write(key, header, rows);
    const text = gunzipSync(await storedBytes(key)).toString();
    const forged = gzipSync(text.replace("arn:1", "arn:2"), { level: 1 });
    Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]).copy(forged);
    await overwrite(key, forged);
    await expect(archive.read(key)).rejects.toThrow("its checksum does not match");
  });

  it.each([
    "",
    "/etc/passwd",
    "../x",
    "runs/../x",
    "runs//x",
    "runs/.hidden",
    "runs/x/",
    "runs/a b",
    "runs\\x",
  ])("refuses the key %j", async (bad) => {
    const { archive } = await opened();
    await expect(archive.write(bad, header, [])).rejects.toMatchObject({ name: "ArchiveCorrupt" });
    await expect(archive.read(bad)).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });

  it("refuses a prefix outside of it", async () => {
    const { archive } = await opened();
    await expect(archive.list("../")).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });

  it("refuses a row that JSON does not have", async () => {
    const { archive } = await opened();
    await expect(archive.write(key, header, [undefined])).rejects.toThrow("row 1 is not a JSON value");
    expect(await archive.has(key)).toBe(false);
  });
});

describe.each(archives)("a document for people %s", (_, opened) => {
  const key = "runs/r1/13b-morning-page/index.html";
  const page = { contentType: "text/html; charset=utf-8", text: "<p>grüße 高</p>" };

  it("is stored as it is, so that a browser can show it", async () => {
    const { archive, storedBytes } = await opened();
    expect(await archive.writeDocument(key, page)).toBe("written");
    expect((await storedBytes(key)).toString("utf8")).toBe(page.text);
    expect(await archive.has(key)).toBe(true);
  });

  it("stays as it was first written", async () => {
    const { archive, storedBytes } = await opened();
    await archive.writeDocument(key, page);
    expect(await archive.writeDocument(key, { ...page, text: "other" })).toBe("adopted");
    expect((await storedBytes(key)).toString("utf8")).toBe(page.text);
  });

  it("is refused under a key that a folder reads as another place", async () => {
    const { archive } = await opened();
    await expect(archive.writeDocument("../x.html", page)).rejects.toMatchObject({ name: "ArchiveCorrupt" });
    await expect(archive.addressOf("../x.html")).rejects.toMatchObject({ name: "ArchiveCorrupt" });
  });
});

describe("the address of an object", () => {
  const key = "runs/r1/13b-morning-page/index.html";

  it("is a file's in a folder, and opens what was written", async () => {
    const { archive } = await openedFileArchive();
    await archive.writeDocument(key, { contentType: "text/html", text: "<p>here</p>" });
    const address = new URL(await archive.addressOf(key));
    expect(address.protocol).toBe("file:");
    expect(await readFile(address, "utf8")).toBe("<p>here</p>");
  });

  it("is the console's in S3", async () => {
    const { archive } = await openedS3Archive();
    expect(await archive.addressOf(key)).toBe(
      "https://us-east-1.console.aws.amazon.com/s3/object/test-archive?region=us-east-1&prefix=pim%2Fruns%2Fr1%2F13b-morning-page%2Findex.html",
    );
  });

  // Consoles of the partitions: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
  it.each([
    [
      "us-gov-west-1",
      "https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/b?region=us-gov-west-1&prefix=k",
    ],
    ["cn-north-1", "https://cn-north-1.console.amazonaws.cn/s3/object/b?region=cn-north-1&prefix=k"],
  ])("is in %s that of its own partition", (region, address) => {
    expect(consoleAddress({ bucket: "b", region, key: "k" })).toBe(address);
  });
});

describe("stored bytes", () => {
  it("are the same for the same rows, wherever they are written", async () => {
    const stored: string[] = [];
    for (const [, opened] of archives) {
      const { archive, storedBytes } = await opened();
      await archive.write("runs/r1/x", header, rows);
      stored.push((await storedBytes("runs/r1/x")).toString("hex"));
    }
    expect(new Set(stored).size).toBe(1);
  });
});
