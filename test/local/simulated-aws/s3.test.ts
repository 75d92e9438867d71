import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { unchunk } from "#lib/local/simulated-aws/aws-chunked.ts";
import { type AwsSimulation, settings, startSimulation } from "./simulation.ts";

let simulation: AwsSimulation;
let s3: S3Client;
const Bucket = "archive";

beforeAll(async () => {
  simulation = await startSimulation();
  s3 = new S3Client(settings(simulation.url));
});
afterAll(() => simulation.stop());
afterEach(() => simulation.state.faults.set([]));

async function text(Key: string): Promise<string | undefined> {
  return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

describe("s3", () => {
  it("gives back what was put, with type, encoding and metadata, checksum verified by the SDK", async () => {
    const Body = Buffer.from("one\ntwo");
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "runs/a b/ü+&.ndjson.gz",
        Body,
        ContentType: "application/x-ndjson",
        ContentEncoding: "gzip",
        Metadata: { rows: "2" },
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "runs/a b/ü+&.ndjson.gz" }));
    expect(await got.Body?.transformToString()).toBe("one\ntwo");
    expect(got).toMatchObject({
      ContentType: "application/x-ndjson",
      ContentEncoding: "gzip",
      Metadata: { rows: "2" },
      ChecksumCRC32: expect.any(String),
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "runs/a b/ü+&.ndjson.gz" }));
    expect(head.ContentLength).toBe(7);
  });

  it("writes once where asked to: the second put is 412 PreconditionFailed and changes nothing", async () => {
    const put = (Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key: "once", Body, IfNoneMatch: "*" }));
    await put("first");
    await expect(put("second")).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text("once")).toBe("first");
  });

  it("lets just one of many simultaneous write-once puts through", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        s3.send(new PutObjectCommand({ Bucket, Key: "race", Body: `${index}`, IfNoneMatch: "*" })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("refuses a body that does not match its checksum", async () => {
    const put = new PutObjectCommand({ Bucket, Key: "bad", Body: "x", ChecksumCRC32: "AAAAAA==" });
    await expect(s3.send(put)).rejects.toMatchObject({ name: "BadDigest" });
  });

  it("takes a stream of known length", async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "stream",
        Body: Readable.from([Buffer.from("streamed")]),
        ContentLength: 8,
      }),
    );
    expect(await text("stream")).toBe("streamed");
  });

  it("says NoSuchKey, and NotFound to HEAD", async () => {
    await expect(text("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "absent" }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("lists by prefix in pages, in order of the keys", async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `list/${String(index).padStart(3, "0")}`);
    for (const Key of keys.toReversed()) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    }
    const found = [];
    let pages = 0;
    for await (const page of paginateListObjectsV2(
      { client: s3, pageSize: 10 },
      { Bucket, Prefix: "list/" },
    )) {
      pages += 1;
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(found).toEqual(keys);
    expect(pages).toBe(3);
    const none = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "nothing/" }));
    expect(none.KeyCount).toBe(0);
  });

  it("throttles with SlowDown; a put whose answer is lost has happened", async () => {
    simulation.state.faults.set([{ service: "s3", action: "PutObject", kind: "throttle", times: 1 }]);
    const put = () => s3.send(new PutObjectCommand({ Bucket, Key: "lost", Body: "x", IfNoneMatch: "*" }));
    await expect(put()).rejects.toMatchObject({ name: "SlowDown" });
    simulation.state.faults.set([{ service: "s3", action: "PutObject", kind: "reset", times: 1 }]);
    await put().catch(() => undefined);
    await expect(put()).rejects.toMatchObject({ name: "PreconditionFailed" });
  });
});

describe("unchunk", () => {
  it("joins signed chunks and reads the trailers", () => {
    const body = Buffer.from(
      "3;chunk-signature=ab\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:AA==\r\n\r\n",
    );
    expect(unchunk(body).bytes.toString()).toBe("abcde");
    expect(unchunk(body).trailers).toEqual({ "x-amz-checksum-crc32": "AA==" });
  });

  it("refuses a chunk that is cut short", () => {
    expect(() => unchunk(Buffer.from("5\r\nabc"))).toThrow(RangeError);
  });
});
