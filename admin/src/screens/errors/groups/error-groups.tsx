import { ActionIcon, Progress, Skeleton, Table, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { ErrorFiguresQuery, Stage } from '../../../generated/graphql';
import { short, whole } from '../../../ui/figures';
import { Moment } from '../../../ui/moment';
import { Explanation } from './explanation';
import classes from './error-groups.module.css';

export type Group = ErrorFiguresQuery['errorGroups'][number];

export interface ErrorGroupsProps {
  /** Undefined until they are known. */
  readonly groups: readonly Group[] | undefined;
  readonly chosen: { readonly stage?: Stage; readonly code?: string };
  readonly onChoose: (group: Group | null) => void;
}

/** Errors by stage and code. Choosing one lists its errors; choosing it again lists all. */
export function ErrorGroups({ groups, chosen, onChoose }: ErrorGroupsProps) {
  const [explained, setExplained] = useState<string | null>(null);
  if (!groups) return <Skeleton h={120} role="status" aria-label="Loading" />;
  if (groups.length === 0) {
    return (
      <Text size="sm" className={classes.none}>
        <IconCircleCheck size={18} aria-hidden /> No errors match. New ones appear here by themselves.
      </Text>
    );
  }
  const most = Math.max(...groups.map(({ count }) => count));
  return (
    <Table.ScrollContainer minWidth={520} tabIndex={0} aria-label="Groups of errors">
      <Table verticalSpacing={6} horizontalSpacing="xs" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Code</Table.Th>
            <Table.Th>Stage</Table.Th>
            <Table.Th ta="right">Errors</Table.Th>
            <Table.Th className={classes.bar}>
              <VisuallyHidden>Share</VisuallyHidden>
            </Table.Th>
            <Table.Th>Oldest</Table.Th>
            <Table.Th>Newest</Table.Th>
            <Table.Th w={44}>
              <VisuallyHidden>Explanation</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => {
            const { stage, code, count, oldest, newest, explanation } = group;
            const key = `${stage}:${code}`;
            const active = chosen.code === code && chosen.stage === stage;
            const open = explained === key;
            return (
              <Fragment key={key}>
                <Table.Tr data-active={active || undefined} data-group={key}>
                  <Table.Td>
                    <UnstyledButton className={classes.code} aria-pressed={active} onClick={() => onChoose(active ? null : group)}>
                      {code}
                    </UnstyledButton>
                  </Table.Td>
                  <Table.Td>
                    {stage === 'PROCESSING' ? 'Processing' : 'Monitoring'}
                  </Table.Td>
                  <Table.Td ta="right" className="figures" fw={600} title={whole(count)}>
                    {short(count)}
                  </Table.Td>
                  <Table.Td className={classes.bar}>
                    <Progress value={(count / most) * 100} size="sm" color="red" aria-hidden role="presentation" />
                  </Table.Td>
                  <Table.Td>
                    <Moment at={oldest} form="ago" />
                  </Table.Td>
                  <Table.Td>
                    <Moment at={newest} form="ago" />
                  </Table.Td>
                  <Table.Td>
                    <Tooltip label={open ? 'Hide the explanation' : 'What this means'}>
                      <ActionIcon variant="subtle" color="gray" aria-expanded={open} aria-label={`What ${code} means`} onClick={() => setExplained(open ? null : key)}>
                        {open ? <IconChevronDown size={17} aria-hidden /> : <IconInfoCircle size={17} aria-hidden />}
                      </ActionIcon>
                    </Tooltip>
                  </Table.Td>
                </Table.Tr>
                {open ? (
                  <Table.Tr className={classes.explained}>
                    <Table.Td colSpan={7}>
                      
                        <Explanation explanation={explanation} />
                      
                    </Table.Td>
                  </Table.Tr>
                ) : null}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
