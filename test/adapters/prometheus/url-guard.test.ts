import { describe, expect, it } from "vitest";
import { prometheusApi } from "#adapters/prometheus/client.ts";
import { checkedLookup, checkUrl, parseUrl } from "#adapters/prometheus/url-guard.ts";

const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses;

describe("the address of Prometheus", () => {
  it.each(["http://10.1.2.3:9090", "https://prometheus.internal", "http://[2001:db8::1]:9090/prometheus"])(
    "may be %s",
    (url) => {
      expect(parseUrl(url).href).toContain(new URL(url).host);
    },
  );

  it.each([
    "http://169.254.169.254/",
    "http://169.254.1.1/",
    "http://2852039166/",
    "http://0xA9.254.169.254",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://[fd00:ec2::254]/",
    "http://0.0.0.0:9090",
    "http://[::]:9090",
    "http://255.255.255.255",
    "http://127.0.0.1:9001",
    "http://127.1:9001",
    "http://2130706433/",
    "http://[::1]:9090",
    "http://[::ffff:127.0.0.1]/",
    // A dot at the end, digits of another script, and the ways in which IPv6 can hold an address of IPv4.
    "http://169.254.169.254./",
    "http://①⑥⑨。②⑤④。①⑥⑨。②⑤④/",
    "http://%31%36%39.254.169.254/",
    "http://169.254.43518/",
    "http://[::169.254.169.254]/",
    "http://[::ffff:0:169.254.169.254]/",
    "http://[64:ff9b:1::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2002:7f00:1::]/",
    "http://[::127.0.0.1]/",
  ])("may not be %s", (url) => {
    expect(() => parseUrl(url)).toThrow(/^The address of Prometheus leads to/);
    expect(() => prometheusApi({ baseUrl: url })).toThrow(
      expect.objectContaining({ name: "EnvironmentInvalid" }),
    );
  });

  it.each(["http://[fec0::1]/", "http://169.253.255.255", "http://169.255.0.0", "http://128.0.0.1"])(
    "may be %s, next to a forbidden network",
    (url) => {
      expect(() => parseUrl(url)).not.toThrow();
    },
  );

  it.each(["http://127.0.0.1:9090", "http://[::1]:9090", "http://127.1"])(
    "may be %s on a laptop only",
    (url) => {
      expect(() => parseUrl(url)).toThrow();
      expect(() => parseUrl(url, { allowLoopback: true })).not.toThrow();
    },
  );

  it("may not be a metadata address on a laptop either", () => {
    expect(() => parseUrl("http://169.254.169.254", { allowLoopback: true })).toThrow();
  });

  it.each(["ftp://host", "file:///etc/passwd", "gopher://host", "prometheus:9090", "//host", ""])(
    "may not be of another scheme: %s",
    (url) => {
      expect(() => parseUrl(url)).toThrow(/must be http/);
    },
  );

  it("may not hold a password, and the error does not repeat it", () => {
    const error = (() => {
      try {
        return parseUrl("http://admin:canary-9f@10.0.0.1:9090");
      } catch (caught) {
        return String(caught);
      }
    })();
    expect(error).toMatch(/must not hold a user or password/);
    expect(error).not.toContain("canary-9f");
  });

  it("may not hold a query", () => {
    expect(() => parseUrl("http://10.0.0.1/?url=x")).toThrow(/query or fragment/);
  });
});

describe("a host name", () => {
  it("is judged by the addresses that it has, each of them", async () => {
    await expect(checkUrl("http://prom.example", {}, resolvesTo("10.0.0.1"))).resolves.toBeInstanceOf(URL);
    await expect(
      checkUrl("http://169.254.169.254.nip.io", {}, resolvesTo("169.254.169.254")),
    ).rejects.toThrow(/leads to 169.254.169.254/);
    await expect(checkUrl("http://prom.example", {}, resolvesTo("10.0.0.1", "fe80::1"))).rejects.toThrow(
      /fe80::1/,
    );
    await expect(checkUrl("http://prom.example", {}, resolvesTo("::ffff:169.254.169.254"))).rejects.toThrow();
  });

  it("without an address is refused", async () => {
    const fails = async () => Promise.reject(new Error("ENOTFOUND"));
    await expect(checkUrl("http://nowhere.example", {}, fails)).rejects.toThrow(
      /without an address: nowhere.example/,
    );
  });

  it("is judged again at each connection, so it cannot change after the check", async () => {
    const lookup = checkedLookup({}, resolvesTo("169.254.169.254"));
    await expect(lookup("was-harmless.example")).rejects.toThrow(/leads to 169.254.169.254/);
    await expect(checkedLookup({}, resolvesTo("2001:db8::1"))("ok.example")).resolves.toEqual({
      address: "2001:db8::1",
      family: 6,
    });
  });

  it("that means this machine is refused by the client itself", async () => {
    const api = prometheusApi({ baseUrl: "http://localhost:9090" });
    await expect(api.instant("up", 0)).rejects.toMatchObject({ name: "EnvironmentInvalid" });
    expect(api.callCount).toBe(1);
  });
});
