/** Control characters other than line breaks and tabs, and marks that turn the direction of the text after them. */
export const UNSEEN_CHARACTERS = /(?![\n\r\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
