import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Fix {
  readonly file: string;
  readonly reason: string;
  readonly before: string;
  readonly after: string;
}

/** Where the emulator differs from AWS in a way that a deployment depends on; each text occurs once in the pinned version. */
const FIXES: readonly Fix[] = [
  {
    file: "core/lambda_runtime.py",
    reason: "The name of a thrown error is what Retry and Catch match: the worker has to pass it on.",
    before: 'status: "error", error: String(err.message || err), trace: err.stack || ""',
    after: 'status: "error", error: String(err.message || err), trace: err.stack || "", type: err.name',
  },
  {
    file: "services/lambda_svc.py",
    reason: "The same, on its way to the caller.",
    before: '            error_type = "Runtime.HandlerError"\n            if _RIE_TIMEOUT_TEXT_RE',
    after:
      '            error_type = result.get("type") or "Runtime.HandlerError"\n            if _RIE_TIMEOUT_TEXT_RE',
  },
  {
    file: "core/lambda_runtime.py",
    reason:
      "AWS lays layers into /opt. A process has no /opt of its own: variables that point there lead to the unpacked layer.",
    before: "        spawn_env = {**os.environ, **env_vars}\n        # Inject standard",
    after:
      '        if layers_dirs:\n            env_vars = {key: layers_dirs[0] + value[4:] if value.startswith("/opt/") else value for key, value in env_vars.items()}\n' +
      "        spawn_env = {**os.environ, **env_vars}\n        # Inject standard",
  },
  {
    file: "services/stepfunctions.py",
    reason: "A deep scan, `$..field[*]`, finds every such list, in the order of the document.",
    before:
      "    tokens = _parse_jsonpath_tokens(path)\n    if tokens is None:\n        return None\n\n    projected",
    after: [
      '    if path.startswith("$..") and path.endswith("[*]"):',
      "        def scan(value):",
      "            inner = list(value.items()) if isinstance(value, dict) else [(None, one) for one in value] if isinstance(value, list) else []",
      "            own = [found for name, one in inner if name == path[3:-3] and isinstance(one, list) for found in one]",
      "            return own + [found for _, one in inner for found in scan(one)]",
      "        return scan(data)",
      "    tokens = _parse_jsonpath_tokens(path)\n    if tokens is None:\n        return None\n\n    projected",
    ].join("\n"),
  },
];

/** Mends the installed emulator. @throws Error if a text is not there once: then it is another version */
export async function mendMinistack(packageDirectory: string): Promise<void> {
  for (const { file, before, after } of FIXES) {
    const path = join(packageDirectory, file);
    const parts = (await readFile(path, "utf8")).split(before);
    if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} times: ${before}`);
    await writeFile(path, parts.join(after));
  }
}
