import { Stack, Text } from '@mantine/core';
import type { ErrorExplanation } from '../../../generated/graphql';
import { WithCode } from '../../../ui/with-code';

const PARTS: readonly (readonly [keyof ErrorExplanation, string])[] = [
  ['meaning', 'What it means'],
  ['systemDoes', 'What the system does'],
  ['whatToDo', 'What to do'],
];

/** A code's meaning, what becomes of it by itself, and what is left to a person. */
export function Explanation({ explanation }: { explanation: ErrorExplanation }) {
  return (
    <Stack gap="xs" component="dl" m={0}>
      {PARTS.map(([part, label]) => (
        <div key={part}>
          <Text component="dt" size="xs" fw={600} className="quiet">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0}>
            <WithCode text={explanation[part]} />
          </Text>
        </div>
      ))}
    </Stack>
  );
}
