import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSampled } from "#core/model/sampling.ts";

fc.configureGlobal({ seed: 1 });

const ids = Array.from(
  { length: 10_000 },
  (_, index) => `arn:aws:ec2:us-east-1:111111111111:instance/i-${index.toString(16).padStart(17, "0")}`,
);

describe("the sample of instances", () => {
  it("is everything at 1 and nothing at 0", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(isSampled(id, 1)).toBe(true);
        expect(isSampled(id, 0)).toBe(false);
      }),
    );
  });

  // Binomial: 10,000 draws at 0.2 have a standard deviation of 40; five of them are 200.
  it.each([0.05, 0.2, 0.5])(
    "of %d holds that share of 10,000 neighbouring ids within five standard deviations",
    (share) => {
      const count = ids.filter((id) => isSampled(id, share)).length;
      expect(Math.abs(count - share * 10_000)).toBeLessThan(5 * Math.sqrt(10_000 * share * (1 - share)));
    },
  );

  it("only grows with the share: nobody who was in falls out", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), share, share, (id, a, b) => {
        expect(!isSampled(id, Math.min(a, b)) || isSampled(id, Math.max(a, b))).toBe(true);
      }),
    );
  });

  // FNV-1a, 32 bit, of "foobar" is 0xbf9cf968 = 0.7485 of 2^32 (test vectors of the FNV authors' draft-eastlake-fnv).
  it("is chosen by FNV-1a, so that it is the same on every machine and in every version", () => {
    expect(isSampled("foobar", 0xbf9cf968 / 2 ** 32)).toBe(false);
    expect(isSampled("foobar", (0xbf9cf968 + 1) / 2 ** 32)).toBe(true);
    // The draft's vector of "a": 0xe40c292c.
    expect(isSampled("a", 0xe40c292c / 2 ** 32)).toBe(false);
    expect(isSampled("a", (0xe40c292c + 1) / 2 ** 32)).toBe(true);
  });
});
