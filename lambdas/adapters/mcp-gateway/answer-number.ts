import * as z from "zod";

const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * A number of a gateway's answer, which may be text: SHOW, BIGINT and DECIMAL columns arrive as strings. Only plain decimal notation
 * is read, so `""`, `"ON"`, `"NaN"` and `"0x10"` are refused instead of becoming 0.
 *
 * @example AnswerNumber.parse("18446744073709551615") // 18446744073709552000
 */
export const AnswerNumber = z.union([z.number(), z.string().regex(DECIMAL).transform(Number)], {
  error: "expected a number, or a number as text",
});

/** {@link AnswerNumber} of something that cannot be negative. */
export const AnswerCount = AnswerNumber.refine(
  (value) => value >= 0,
  "expected a number that is not negative",
);
