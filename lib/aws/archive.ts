import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

/** The bucket through which stages pass data: objects are written once and expire. */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retentionDays }: { readonly retentionDays: number }) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { expiration: Duration.days(retentionDays), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  /** Where functions find it. */
  get url(): string {
    return `s3://${this.bucket.bucketName}`;
  }

  /** A stage reads what runs and the sampler wrote, and writes under its own name only. */
  grantStage(grantee: IGrantable, stage: string): void {
    const { bucketArn } = this.bucket;
    const statements = [
      { actions: ["s3:GetObject"], resources: [`${bucketArn}/runs/*`, `${bucketArn}/samples/*`] },
      { actions: ["s3:PutObject"], resources: [`${bucketArn}/runs/*/${stage}/*`] },
      // Without it an absent key answers 403, as if a right were missing.
      { actions: ["s3:ListBucket"], resources: [bucketArn] },
    ];
    for (const statement of statements)
      grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  }
}
