/** What Grafana replaces: a variable, a field of the clicked row, a global. @example reference("runbook") // "${runbook}" */
export function reference(expression: string): string {
  return `$\{${expression}}`;
}
