/** What somebody can say of an alert, with the options that it needs. */
const ANSWERS = {
  acknowledge: '--note "..."',
  silence: '--until YYYY-MM-DD --note "..."',
  refute: '--note "..."',
} as const;
export type Answer = keyof typeof ANSWERS;

/**
 * An answer to an alert as a command, ready to paste but for the words in dots, for a machine that reaches the database.
 * @example answerCommand("silence", "gi5k70mpmv") // 'npm run alerts -- silence --alert gi5k70mpmv --until YYYY-MM-DD --note "..."'
 */
export function answerCommand(answer: Answer, id: string): string {
  return `npm run alerts -- ${answer} --alert ${id} ${ANSWERS[answer]}`;
}
