import { Code } from '@mantine/core';

/** A sentence of the gateway's in which names stand between backticks. */
export function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part));
}
