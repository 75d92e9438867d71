const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** A count with its noun. @example counted(1, "resource") // "1 resource" @example counted(2903, "series", "series") // "2,903 series" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A name for several. @example withOthers("orders", 0) // "orders" @example withOthers("orders", 2) // "orders and 2 others" */
export function withOthers(name: string, others: number): string {
  return others === 0 ? name : `${name} and ${counted(others, "other")}`;
}

/** A whole number with its thousands apart. @example grouped(2903) // "2,903" */
export function grouped(count: number): string {
  return String(count).replace(THOUSANDS, ",");
}

/** A count of days as people say it. @example inDays(0.4) // "less than a day" @example inDays(4.4) // "4 days" */
export function inDays(days: number): string {
  if (days < 1) return "less than a day";
  return counted(Math.round(days), "day");
}
