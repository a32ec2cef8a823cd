/** What this screen asks the gateway for, and tells it to do. */
import { graphql } from '../../generated';
import type { RequestRowFragment } from '../../generated/graphql';

export type RequestRow = RequestRowFragment;

graphql(`
  fragment RequestRow on DocumentRequest {
    id
    clientReference
    documentType
    documentTypeVersion
    source
    status
    final
    attempt
    sequence
    priority
    format
    createdAt
    updatedAt
  }
`);

export const REQUEST_LIST = graphql(`
  query RequestList($filter: DocumentRequestFilter, $orderBy: DocumentRequestOrder!, $first: Int!, $after: String) {
    documentRequests(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      asOf
      edges {
        node {
          ...RequestRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const REQUEST_COUNT = graphql(`
  query RequestCount($filter: DocumentRequestFilter) {
    documentRequests(filter: $filter, first: 1) {
      totalCount
      totalCountExact
    }
  }
`);

export const REQUEST_FEED = graphql(`
  subscription RequestFeed($filter: DocumentRequestFilter, $after: Cursor) {
    statusFeed(filter: $filter, after: $after) {
      cursor
      requestId
      sequence
      status
      attempt
      final
      at
    }
  }
`);

/** What the filters offer to pick from. */
export const FILTER_CHOICES = graphql(`
  query FilterChoices {
    documentTypes(includeInactive: true) {
      code
      version
      title
    }
    sources {
      code
      title
    }
  }
`);

export const CANCEL_REQUEST = graphql(`
  mutation CancelRequest($id: ID!, $reason: String) {
    cancelDocumentRequest(id: $id, reason: $reason) {
      documentRequest {
        id
        status
        final
        sequence
        updatedAt
      }
      userErrors {
        code
        message
      }
    }
  }
`);
