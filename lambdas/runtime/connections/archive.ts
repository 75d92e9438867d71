import { S3Client } from "@aws-sdk/client-s3";
import { openArchive } from "#adapters/archive/open-archive.ts";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import type { Archive } from "#core/model/archive.ts";
import { type Environment, required } from "../environment.ts";
import { memoised } from "../memoised.ts";

/** Path style: buckets of an emulator have no host names of their own. */
const archives = memoised((url) =>
  openArchive(url, () => new S3Client({ ...clientSettings(), forcePathStyle: true })),
);

/** The archive that the environment names. */
export function archiveOf(environment: Environment): Archive {
  return archives(required(environment, "ARCHIVE_URL"));
}
