import { describe, expect, it } from "vitest";
import { connectionSettings, connectionSettingsFromSecret } from "#adapters/mysql/connection-settings.ts";

const PARTS = { DB_HOST: "aws-luckyus-dbatest-rw", DB_USER: "test", DB_PASSWORD: "p", DB_NAME: "test" };

describe("connectionSettings", () => {
  it("reads the specification's variables, with verified TLS and port 3306", () => {
    expect(connectionSettings(PARTS)).toEqual({
      host: "aws-luckyus-dbatest-rw",
      port: 3306,
      user: "test",
      password: "p",
      database: "test",
      tls: "verified",
      caFile: null,
    });
  });

  it("decodes user, password and database of a URL", () => {
    const settings = connectionSettings({ DATABASE_URL: "mysql://a%40b:p%2Fw%3A@db.example:3307/te%20st" });
    expect(settings).toMatchObject({
      user: "a@b",
      password: "p/w:",
      database: "te st",
      port: 3307,
      host: "db.example",
    });
  });

  it.each([
    ["mysql://u:p@db.example/test", undefined, "verified"],
    ["mysql://u:p@db.example/test?ssl=off", undefined, "off"],
    ["mysql://u:p@127.0.0.1/test", undefined, "off"],
    ["mysql://u:p@localhost/test", undefined, "off"],
    ["mysql://u:p@[::1]/test", undefined, "off"],
    ["mysql://u:p@127.0.0.1/test", "/ca.pem", "verified"],
    ["mysql://u:p@127.0.0.1/test?ssl=verify", undefined, "verified"],
    ["mysql://u:p@127.0.0.1.example/test", undefined, "verified"],
  ])("of %s with CA file %s says tls %s", (url, caFile, tls) => {
    expect(connectionSettings({ DATABASE_URL: url, DATABASE_CA_FILE: caFile }).tls).toBe(tls);
  });

  it.each([
    [{ DATABASE_URL: "mysql://u:secret@h/test", ...PARTS }, /both set/],
    [{}, /missing: DB_HOST, DB_USER, DB_NAME/],
    [{ DB_HOST: "h" }, /missing: DB_USER, DB_NAME/],
    [{ ...PARTS, DB_PORT: "70000" }, /DB_PORT/],
    [{ DATABASE_URL: "postgres://u:secret@h/test" }, /mysql:\/\//],
    [{ DATABASE_URL: "mysql://u:secret@h" }, /mysql:\/\//],
    [{ DATABASE_URL: "mysql://u:secret@h/test?ssl=maybe" }, /ssl=off or ssl=verify/],
    [{ DATABASE_URL: "mysql://u:secret@h/test?sslmode=off" }, /ssl=off or ssl=verify/],
  ])("refuses %o", (environment, message) => {
    const read = () => connectionSettings(environment);
    expect(read).toThrow(
      expect.objectContaining({ name: "EnvironmentInvalid", message: expect.stringMatching(message) }),
    );
    expect(read).not.toThrow(/secret/);
  });
});

describe("connectionSettingsFromSecret", () => {
  it("reads the JSON that RDS writes", () => {
    const secret = {
      engine: "mysql",
      host: "db.example",
      port: 3306,
      username: "u",
      password: "p",
      dbname: "test",
    };
    expect(connectionSettingsFromSecret(JSON.stringify(secret))).toMatchObject({
      host: "db.example",
      user: "u",
      tls: "verified",
    });
  });

  it("names the missing field and keeps the values to itself", () => {
    const read = () =>
      connectionSettingsFromSecret(JSON.stringify({ host: "h", username: "u", password: "hunter2" }));
    expect(read).toThrow(/dbname/);
    expect(read).not.toThrow(/hunter2/);
    expect(() => connectionSettingsFromSecret("hunter2")).not.toThrow(/hunter2/);
  });
});
