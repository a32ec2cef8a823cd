import { Anchor, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useSession } from '../../session/session';
import { AnchorLink } from '../../ui/anchor-link';
import { Copyable } from '../../ui/copyable';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import type { RequestStory } from './documents';
import { Fact } from './fact';
import classes from './facts.module.css';

/** What it is, who asked for it, and the ids to look for elsewhere. */
export function Facts({ request }: { request: RequestStory }) {
  const { rights } = useSession();
  const { id, documentType, documentTypeVersion, source, clientReference, submissionId, priority, format, createdAt, updatedAt, attempt, traceId, traceUrl } = request;
  return (
    <Panel title="Facts">
      <dl className={classes.facts}>
        <Fact name="Document type">
          {rights.readContent ? (
            <AnchorLink to="/reference-data/document-types/$code" params={{ code: documentType }} size="sm">
              {documentType}
            </AnchorLink>
          ) : (
            documentType
          )}{' '}
          <Text span size="sm" className="quiet">
            v{documentTypeVersion}
          </Text>
        </Fact>
        <Fact name="Source">{source}</Fact>
        <Fact name="Client reference">{clientReference ? <Copyable value={clientReference} /> : <span className="quiet">none</span>}</Fact>
        <Fact name="Format">{format}</Fact>
        <Fact name="Priority">{priority.toLowerCase()}</Fact>
        <Fact name="Attempt">{attempt}</Fact>
        <Fact name="Created">
          <Moment at={createdAt} />
        </Fact>
        <Fact name="Last change">
          <Moment at={updatedAt} />
        </Fact>
        <Fact name="Submission" long>
          {submissionId ? (
            <AnchorLink to="/submissions/$id" params={{ id: submissionId }} size="sm" className="mono">
              {submissionId}
            </AnchorLink>
          ) : (
            <span className="quiet">submitted alone</span>
          )}
        </Fact>
        <Fact name="Id" long>
          <Copyable value={id} />
        </Fact>
        <Fact name="Trace" long>
          <Copyable value={traceId} />
          {traceUrl ? (
            <Anchor href={traceUrl} target="_blank" rel="noreferrer" size="sm" ml={6}>
              Open the trace <IconExternalLink size={13} aria-hidden />
            </Anchor>
          ) : null}
        </Fact>
      </dl>
    </Panel>
  );
}
