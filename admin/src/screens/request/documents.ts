/** What this screen asks the gateway for, and tells it to do. */
import { graphql } from '../../generated';
import type { RequestStoryQuery } from '../../generated/graphql';

export type RequestStory = NonNullable<RequestStoryQuery['documentRequest']>;
export type StoryEvent = RequestStory['timeline'][number];
export type StoryError = RequestStory['errors'][number];

/** Everything but its content; `asOf` is where to follow a failed one from. */
export const REQUEST_STORY = graphql(`
  query RequestStory($id: ID!, $search: String!, $content: Boolean!, $follow: Boolean!) {
    documentRequests(filter: { search: $search }, first: 1) {
      asOf
    }
    documentRequest(id: $id) {
      id
      clientReference
      source
      documentType
      documentTypeVersion
      format
      priority
      status
      final
      attempt
      sequence
      submissionId
      traceId
      traceUrl
      createdAt
      updatedAt
      output @include(if: $content) {
        url
        contentType
        pages
        sizeBytes
        sha256
      }
      engineBatch {
        id
        engineReference
        size
        status
        submittedAt
        pollCount
        lastPolledAt
      }
      timeline {
        requestId
        sequence
        cursor
        at
        status
        stage
        actor
        cause
        attempt
        message
        final
        records @include(if: $follow) {
          topic
          partition
          offset
          publishedAt
        }
      }
      errors {
        id
        stage
        code
        message
        attempt
        retriable
        retryStage
        recoveryStatus
        occurredAt
        nextAttemptAt
        resolvedAt
        explanation {
          meaning
          systemDoes
          whatToDo
        }
      }
    }
  }
`);

export const REQUEST_CONTENT = graphql(`
  query RequestContent($id: ID!, $administer: Boolean!) {
    documentRequest(id: $id) {
      id
      data
      enrichedData @include(if: $administer)
    }
  }
`);

/** Until it is final. */
export const REQUEST_STATUS = graphql(`
  subscription RequestStatus($id: ID!, $after: Cursor) {
    documentRequestStatus(id: $id, after: $after) {
      cursor
      requestId
      sequence
      status
    }
  }
`);

/** Of one that failed, since it may be retriggered: this goes on past a final status. */
export const REQUEST_REVIVAL = graphql(`
  subscription RequestRevival($id: String!, $after: Cursor) {
    statusFeed(filter: { search: $id }, after: $after) {
      cursor
      requestId
      sequence
      status
    }
  }
`);

export const REQUEST_ERRORS = graphql(`
  subscription RequestErrors($id: ID!) {
    errorFeed(filter: { requestIds: [$id] }) {
      id
      recoveryStatus
      nextAttemptAt
      resolvedAt
    }
  }
`);

export const RETRIGGER_ERROR = graphql(`
  mutation RetriggerError($errorId: ID!, $note: String) {
    retriggerErrors(filter: { ids: [$errorId] }, note: $note) {
      retriggered
      userErrors {
        code
        message
      }
    }
  }
`);

export const DISMISS_ERROR = graphql(`
  mutation DismissError($errorId: ID!, $note: String!) {
    dismissErrors(filter: { ids: [$errorId] }, note: $note) {
      dismissed
      userErrors {
        code
        message
      }
    }
  }
`);
