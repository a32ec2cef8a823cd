import { Code } from '@mantine/core';

/** A sentence in which names of fields and settings stand between backticks. */
export function PlainMarks({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part));
}
