/**
 * Names that a tag or label may hold and that some reader of our output would obey: SQL, spreadsheets, HTML, Markdown, chats, terminals and logs;
 * right-to-left marks, NUL, line breaks, four-byte characters, and more of them than anybody expects.
 */
export const HOSTILE_NAMES = [
  "'; DROP TABLE infra_metric_daily; --",
  "\\'; SELECT 1; #",
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1)",
  "\t=1",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  '" onmouseover="alert(1)',
  "[log in](https://evil.example)",
  "![x](https://evil.example/pixel.png)",
  "| a | b |",
  "<!channel> <@U012AB3CD> <https://evil.example|log in>",
  "@here @everyone",
  "\u001b[2K\u001b[31mred\u009b31m",
  "\u202egnp.exe",
  "a\u0000b\nc\td\re",
  '"}],"level":"error',
  "%s%n{{jndi:ldap://x}} #{7*7}",
  "🦄💥",
  "高x".repeat(5_000),
];
