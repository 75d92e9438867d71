import { command } from "../command-line/command.ts";

export const SCREENSHOTS = command({
  name: "screenshots",
  summary: "Takes the pictures of docs/images from a morning page: its first screen, and one control chart.",
  options: {
    page: {
      type: "string",
      value: "FILE",
      says: "a morning page; default: the one of the newest demo without --out",
    },
  },
  examples: [
    ["screenshots", "after npm run demo"],
    [
      "screenshots -- --page out/morning-page.html",
      "of any page; docs/images shows the seventh day: npm run demo -- --days 7 --out out",
    ],
  ],
  notes: ["Chromium: on the PATH, else Debian's package, unpacked and not installed."],
});
