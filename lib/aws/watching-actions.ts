/** What 01 asks of every account. None of these can be narrowed to a resource in a useful way: it looks for what is there. */
export const INVENTORY_ACTIONS = [
  "cloudwatch:DescribeAlarms",
  "cloudwatch:ListMetrics",
  "ec2:DescribeInstances",
  "elasticache:DescribeCacheClusters",
  "elasticache:DescribeReplicationGroups",
  "elasticache:ListTagsForResource",
  "rds:DescribeDBClusters",
  "rds:DescribeDBInstances",
  "rds:ListTagsForResource",
  "tag:GetResources",
] as const;

/** What 04, 05 and 05c ask. */
export const METRIC_ACTIONS = ["cloudwatch:GetMetricData"] as const;
