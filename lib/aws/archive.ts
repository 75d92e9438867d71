import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

export interface ArchiveProps {
  readonly retentionDays: number;
  readonly encryptionKey: IKey;
}

/** How long the record of who read what is kept, in days. */
const ACCESS_LOG_DAYS = 90;

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** The bucket through which stages pass data: objects are written once and expire. */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retentionDays, encryptionKey }: ArchiveProps) {
    super(scope, id);
    const accessLog = new Bucket(this, "AccessLog", {
      ...PRIVATE,
      // The log delivery service cannot use a customer-managed key of another policy than its own.
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    });
    this.bucket = new Bucket(this, "Bucket", {
      ...PRIVATE,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // The library types some fields of a bucket as possibly undefined and of its interface as optional: the same, but not to us.
      serverAccessLogsBucket: accessLog as IBucket,
      lifecycleRules: [
        { expiration: Duration.days(retentionDays), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.bucket.addToResourcePolicy(this.onlyNewKeys());
  }

  /** Where functions find it. */
  get url(): string {
    return `s3://${this.bucket.bucketName}`;
  }

  /**
   * Whatever the code does, a key that is taken keeps its content. Parts of a multipart upload carry no such header, their completion does.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  private onlyNewKeys(): PolicyStatement {
    return new PolicyStatement({
      sid: "WriteOnce",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: [this.bucket.arnForObjects("runs/*"), this.bucket.arnForObjects("samples/*")],
      conditions: {
        Null: { "s3:if-none-match": "true" },
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    });
  }
}
