import { describe, expect, it } from "vitest";
import { type Login, refusesLogin, renewingLogin } from "#core/remote/renewing-login.ts";

/** A source that takes one login, which may be changed, and a place where the login is kept. */
function world({ accepted, kept }: { accepted: Login; kept: () => Login }) {
  const source = { accepted, asked: 0 };
  const readings: Login[] = [];
  const ask = renewingLogin("old", async () => {
    const read = kept();
    readings.push(read);
    return read;
  });
  const question = () =>
    ask(async (login) => {
      source.asked += 1;
      return { status: login === source.accepted ? 200 : 401 };
    }, refusesLogin);
  return { source, readings, question };
}

describe("a login that may be rotated", () => {
  it("is read again where it is refused, once for all questions of that moment and those that follow", async () => {
    const { source, readings, question } = world({ accepted: "new", kept: () => "new" });
    expect(await Promise.all([question(), question(), question()])).toEqual(Array(3).fill({ status: 200 }));
    expect([readings, source.asked]).toEqual([["new"], 6]);
    await question();
    expect([readings.length, source.asked]).toEqual([1, 7]);
  });

  it("may be rotated a second time", async () => {
    const keeping = { login: "second" };
    const { source, readings, question } = world({ accepted: "second", kept: () => keeping.login });
    await question();
    keeping.login = "third";
    source.accepted = "third";
    expect(await question()).toEqual({ status: 200 });
    expect(readings).toEqual(["second", "third"]);
  });

  it("is refused for good while it is kept as it was: no second question, no second reading", async () => {
    const { source, readings, question } = world({ accepted: "new", kept: () => "old" });
    expect([await question(), await question()]).toEqual([{ status: 401 }, { status: 401 }]);
    expect([readings.length, source.asked]).toEqual([1, 2]);
  });

  it("that cannot be read is asked for again by the next question", async () => {
    const answers: (() => Login)[] = [
      () => {
        throw new Error("no answer");
      },
      () => "new",
    ];
    const { question } = world({ accepted: "new", kept: () => (answers.shift() ?? (() => "none"))() });
    await expect(question()).rejects.toThrow("no answer");
    expect(await question()).toEqual({ status: 200 });
  });

  it("that nobody can renew is refused as it is", async () => {
    const ask = renewingLogin(null, null);
    expect(await ask(async (login) => ({ status: login === null ? 403 : 200 }), refusesLogin)).toEqual({
      status: 403,
    });
  });

  it.each([
    [400, false],
    [401, true],
    [402, false],
    [403, true],
    [404, false],
  ])("is refused by status %i: %s", (status, isRefused) => {
    expect(refusesLogin({ status })).toBe(isRefused);
  });
});
