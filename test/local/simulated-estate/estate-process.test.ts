import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { type EstateProcess, startEstateProcess } from "#lib/local/estate-process.ts";
import { startEstateServers } from "#lib/local/estate-server.ts";
import { settings } from "../simulated-aws/simulation.ts";

const OPTIONS = { seed: 7, firstDay: "2026-10-01", lastDay: "2026-11-20", monitoringStart: "2026-11-01" };

describe("the estate's process", () => {
  let estate: EstateProcess;

  beforeAll(async () => {
    estate = await startEstateProcess(OPTIONS);
  });
  afterAll(() => estate.stop());

  it("serves AWS, Prometheus and the gateway", async () => {
    const client = new EC2Client(settings(estate.awsUrl));
    const pages = await Array.fromAsync(paginateDescribeInstances({ client }, {}));
    expect(pages.flatMap(({ Reservations }) => Reservations ?? []).length).toBeGreaterThan(100);
    expect((await fetch(`${estate.prometheusUrl}/-/ready`)).status).toBe(200);
    expect((await fetch(estate.gatewayUrl, { method: "POST" })).status).toBe(401);
  });

  it("is steered from here: clock, faults, calls, messages", async () => {
    await estate.setClock(startOfDay("2026-10-05"));
    await estate.setFaults([{ service: "ec2", kind: "deny" }]);
    await estate.resetCalls();
    const client = new EC2Client(settings(estate.awsUrl));
    await expect(Array.fromAsync(paginateDescribeInstances({ client }, {}))).rejects.toThrow();
    expect(await estate.calls()).toEqual({ "ec2.DescribeInstances": 1 });
    await estate.setFaults([]);
    const publish = new PublishCommand({
      TopicArn: "arn:aws:sns:us-east-1:111111111111:t",
      Message: "hello",
    });
    await new SNSClient(settings(estate.awsUrl)).send(publish);
    expect((await estate.published()).map(({ message }) => message)).toEqual(["hello"]);
    await expect(estate.setClock(Number.NaN)).rejects.toThrow("refused POST clock");
  });

  it("says so when the estate cannot be made", async () => {
    await expect(startEstateProcess({ ...OPTIONS, firstDay: "2026-12-01" })).rejects.toThrow(
      "ended with code 1",
    );
  });

  it("ends when it is stopped", async () => {
    const other = await startEstateProcess(OPTIONS);
    await other.stop();
    expect(() => process.kill(other.pid, 0)).toThrow("ESRCH");
  });
});

describe("the estate's servers in this process", () => {
  it("give the same controls", async () => {
    const servers = await startEstateServers(createEstate(OPTIONS), { clock: startOfDay("2026-11-20") });
    await servers.setDown(["redis://nowhere:6379"]);
    await servers.setSecrets({ a: "b" });
    expect(await servers.calls()).toEqual({});
    await servers.stop();
    await expect(fetch(servers.awsUrl)).rejects.toThrow();
  });
});
