import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { putDeploymentAnswer } from "#adapters/cloudformation/deployment-answer.ts";

/** A server that stands for the signed address: what it was sent, and the status that it replies. */
async function withAddress(status: number, work: (url: string) => Promise<void>) {
  const received: { method: string; contentType: string; body: string }[] = [];
  const server = createServer((request, reply) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      received.push({
        method: request.method ?? "",
        contentType: request.headers["content-type"] ?? "",
        body,
      });
      reply.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work(`http://127.0.0.1:${port}/signed`);
  } finally {
    server.close();
  }
  return received;
}

describe("the answer to CloudFormation", () => {
  it("is put without a content type, as the address was signed", async () => {
    const received = await withAddress(200, (url) => putDeploymentAnswer(url, { Status: "SUCCESS" }));
    expect(received).toEqual([{ method: "PUT", contentType: "", body: '{"Status":"SUCCESS"}' }]);
  });

  it("that is not taken is an error, by its status or by its absence", async () => {
    await withAddress(403, (url) => expect(putDeploymentAnswer(url, {})).rejects.toThrow("replied 403"));
    await expect(putDeploymentAnswer("http://127.0.0.1:1/", {})).rejects.toThrow("cannot be reached");
  });
});
