import { Tabs } from '@mantine/core';
import { CodeBlock } from '../../../ui/code-block';
import { Panel } from '../../../ui/panel';
import type { Code } from './snippets';

const LANGUAGES = [
  ['graphql', 'GraphQL'],
  ['curl', 'curl'],
  ['typescript', 'TypeScript'],
] as const;

/** What a developer copies to ask for the same from a program. */
export function CodePanel({ code }: { code: Code }) {
  return (
    <Panel title="The same by code">
      <Tabs defaultValue="graphql">
        <Tabs.List mb="sm">
          {LANGUAGES.map(([language, label]) => (
            <Tabs.Tab key={language} value={language}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map(([language, label]) => (
          <Tabs.Panel key={language} value={language}>
            <CodeBlock text={code[language]} label={`${label} code`} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Panel>
  );
}
