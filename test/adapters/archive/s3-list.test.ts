import { once } from "node:events";
import { createServer } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, it } from "vitest";
import { s3Archive } from "#adapters/archive/s3-archive.ts";

interface Page {
  readonly keys: readonly string[];
  readonly next: string | null;
}

/** A bucket whose list comes in these pages, by continuation token; the first is under the empty token. */
async function archiveOf(pages: Readonly<Record<string, Page>>, onRequest: () => void = () => undefined) {
  const server = createServer((request, response) => {
    onRequest();
    const query = new URL(request.url ?? "/", "http://localhost").searchParams;
    const page = pages[query.get("continuation-token") ?? ""];
    const contents = (page?.keys ?? []).map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    const next = page?.next ?? null;
    const more =
      next === null
        ? ""
        : `<NextContinuationToken>${next}</NextContinuationToken><IsTruncated>true</IsTruncated>`;
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListBucketResult>${more}${contents}</ListBucketResult>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = new S3Client({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  return s3Archive({ client, bucket: "bucket", prefix: "pim" });
}

describe("s3Archive.list", () => {
  it("reads all pages and leaves the archive's own prefix away", async () => {
    const archive = await archiveOf({
      "": { keys: ["pim/runs/b", "pim/runs/a"], next: "t1" },
      t1: { keys: [], next: "t2" },
      t2: { keys: ["pim/runs/c"], next: null },
    });
    expect(await archive.list("runs/")).toEqual(["runs/a", "runs/b", "runs/c"]);
  });

  it("refuses a list whose token comes again", async () => {
    const archive = await archiveOf({
      "": { keys: ["pim/runs/a"], next: "t1" },
      t1: { keys: ["pim/runs/a"], next: "t1" },
    });
    await expect(archive.list("runs/")).rejects.toMatchObject({ name: "ContractBroken" });
  });

  it("refuses a list whose tokens go in a circle, at the first that comes again", async () => {
    const pages = {
      "": { keys: ["pim/runs/a"], next: "t1" },
      t1: { keys: ["pim/runs/b"], next: "t2" },
      t2: { keys: ["pim/runs/c"], next: "t1" },
    };
    let asked = 0;
    const archive = await archiveOf(pages, () => {
      asked += 1;
    });
    await expect(archive.list("runs/")).rejects.toMatchObject({ name: "ContractBroken" });
    expect(asked).toBe(3);
  });
});
