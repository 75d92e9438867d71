import { fileURLToPath } from "node:url";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Archive } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";
import { fileArchive } from "./file-archive.ts";
import { s3Archive } from "./s3-archive.ts";

/**
 * The archive at a URL. `s3Client` is asked for only if the URL is S3's.
 *
 * @throws StageError EnvironmentInvalid for any other URL
 * @example openArchive("s3://my-bucket/pim", () => new S3Client(settings))
 * @example openArchive("file:///var/lib/pim", noS3)
 */
export function openArchive(url: string, s3Client: () => S3Client): Archive {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === "file:" && parsed.host === "") return fileArchive(fileURLToPath(parsed));
  if (parsed?.protocol === "s3:" && parsed.host !== "") {
    const prefix = decodeURIComponent(parsed.pathname).replace(/^\/+|\/+$/g, "");
    return s3Archive({ client: s3Client(), bucket: parsed.host, prefix });
  }
  throw new StageError(
    "EnvironmentInvalid",
    "the archive's URL is neither s3://bucket/prefix nor file:///folder",
  );
}
