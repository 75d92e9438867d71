import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, html, trusted } from "#core/page/html.ts";

describe("escapeHtml", () => {
  // The characters that OWASP names for element and quoted attribute contexts.
  it("leaves no character that could end a text or an attribute", () => {
    expect(escapeHtml(`<b a="1" c='2'>&`)).toBe("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[<>"']/.test(escapeHtml(text))));
  });

  it("shows what would be unseen or turn the text around it", () => {
    expect(escapeHtml("a\u202eb\u0000c\u200f")).toBe("a\ufffdb\ufffdc\ufffd");
    expect(escapeHtml("line one\n\tline two")).toBe("line one\n\tline two");
  });

  it("makes half of a surrogate pair harmless", () => {
    expect(escapeHtml("\ud83d")).toBe("\ufffd");
  });
});

describe("html", () => {
  it("escapes text, keeps HTML, joins lists and leaves null out", () => {
    const item = html`<li>${"a<b"}</li>`;
    expect(html`<ul>${[item, item]}${null}${2}</ul>`.html).toBe("<ul><li>a&lt;b</li><li>a&lt;b</li>2</ul>");
    expect(html`${trusted("<svg/>")}`.html).toBe("<svg/>");
  });
});
