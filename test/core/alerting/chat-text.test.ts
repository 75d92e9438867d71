import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatCode, chatLink, chatText } from "#core/alerting/chat-text.ts";

fc.configureGlobal({ seed: 1 });

describe("text from outside in a chat", () => {
  // What Slack and CommonMark would do with the left column stands in the comments.
  it.each([
    ["*bold* ~struck~ `code`", "∗bold∗ ∼struck∼ ˋcodeˋ"],
    ["```block```", "ˋˋˋblockˋˋˋ"],
    ["_italic_ orders_db_1 __init__", "ˍitalicˍ orders_db_1 ˍˍinitˍˍ"],
    // A mention of everybody who is there, of the channel, of a person by id, and by name.
    [
      "<!here> <!channel|x> <@U012AB3CD> @everyone",
      "‹!here› ‹!channel|x› ‹@\u200bU012AB3CD› @\u200beveryone",
    ],
    // A link whose text is not its address: Slack's, and that of CommonMark.
    [
      "<https://evil.example|login> [login](https://evil.example)",
      "‹https://evil.example|login› [login]\u200b(https://evil.example)",
    ],
    // The entities of a mention are no mention, and are shown as they were written.
    ["&lt;!here&gt; R&D", "&amp;lt;!here&amp;gt; R&amp;D"],
    ["disk :fire: arn:aws:rds", "disk :\u200bfire: arn:\u200baws:rds"],
    ["> quoted", "› quoted"],
    ["two\nlines\r\u0000\u2028\u202egnp.exe", "two lines    gnp.exe"],
  ])("%j is %j", (hostile, harmless) => {
    expect(chatText(hostile, 200)).toBe(harmless);
  });

  it("is as long as it may be, an entity whole or not at all: n characters, and n + 1", () => {
    expect(chatText("x".repeat(80), 80)).toBe("x".repeat(80));
    expect(chatText("x".repeat(81), 80)).toBe(`${"x".repeat(79)}…`);
    expect(chatText("&".repeat(16), 80)).toBe("&amp;".repeat(16));
    expect(chatText("&".repeat(17), 80)).toBe(`${"&amp;".repeat(15)}…`);
    expect(chatText(`${"x".repeat(75)}&`, 80)).toBe(`${"x".repeat(75)}&amp;`);
    expect(chatText(`${"x".repeat(76)}&`, 80)).toBe(`${"x".repeat(76)}…`);
  });

  it("never holds a character that opens a format, a mention or a link, and never too many", () => {
    const part = fc.constantFrom(
      "*",
      "_",
      "~",
      "`",
      "<",
      ">",
      "@here",
      "<!channel>",
      "&",
      "](",
      ":fire:",
      " ",
      "a",
      "\n",
      "\u{1f600}",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(part, fc.string({ unit: "binary" }))),
        fc.integer({ min: 2, max: 60 }),
        (parts, most) => {
          const text = chatText(parts.join(""), most);
          expect(text.length).toBeLessThanOrEqual(most);
          expect(text).not.toMatch(/[*~`<>\n]|@(?!\u200b|…|$)|&(?!amp;)|\]\(/);
          expect(text).not.toMatch(/(?:^|[^\p{L}\p{N}])_|_(?=[^\p{L}\p{N}…]|$)/u);
          expect(text.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

describe("code in a chat", () => {
  it("stays ready to paste and cannot be ended from inside", () => {
    expect(chatCode("arn:aws:rds:us-east-1:111111111111:db:orders_1", 80)).toBe(
      "`arn:aws:rds:us-east-1:111111111111:db:orders_1`",
    );
    expect(chatCode("a` *b* & <!here>", 80)).toBe("`aˋ *b* &amp; ‹!here›`");
  });

  it("has its marks within the limit: n characters, and n + 1", () => {
    expect(chatCode("x".repeat(78), 80)).toBe(`\`${"x".repeat(78)}\``);
    expect(chatCode("x".repeat(79), 80)).toBe(`\`${"x".repeat(77)}…\``);
  });
});

describe("an address in a chat", () => {
  it("is shown as it is", () => {
    expect(chatLink("Page", "https://a.example/?b=1&c=2")).toBe("Page: https://a.example/?b=1&amp;c=2");
  });
});
