import { once } from "node:events";
import { createServer } from "node:http";
import { SNSClient } from "@aws-sdk/client-sns";
import { afterAll } from "vitest";

export const TOPIC = "arn:aws:sns:eu-west-1:1:alerts";

/** An SNS that answers every call alike, a client of it that tries once, and the forms that it was sent. */
export async function topicServer(status: number, xml: string) {
  const forms: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      forms.push(new URLSearchParams(body));
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(xml);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = new SNSClient({
    region: "eu-west-1",
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  return { client, forms };
}
