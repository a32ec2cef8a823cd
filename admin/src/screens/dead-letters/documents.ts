/** What this screen asks the gateway for, and tells it to do. */
import { graphql } from '../../generated';

/** What changes of a letter, and what its row shows. */
graphql(`
  fragment DeadLetterRow on DeadLetter {
    id
    at
    topic
    partition
    offset
    reason
    key
    sizeBytes
    requestId
    replayedAt
    replayedBy
  }
`);

export const DEAD_LETTERS = graphql(`
  query DeadLetters($filter: DeadLetterFilter, $first: Int!, $after: String) {
    deadLetters(filter: $filter, first: $first, after: $after) {
      edges {
        node {
          ...DeadLetterRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

export const DEAD_LETTER = graphql(`
  query DeadLetter($id: ID!) {
    deadLetter(id: $id) {
      ...DeadLetterRow
      headers
      text
      base64
    }
  }
`);

/** Says how many there are each time the system's state has changed. */
export const DEAD_LETTER_COUNT = graphql(`
  subscription DeadLetterCount {
    systemStatusChanged {
      deadLetters
    }
  }
`);

export const REPLAY = graphql(`
  mutation ReplayDeadLetters($ids: [ID!]!, $note: String) {
    replayDeadLetters(ids: $ids, note: $note) {
      replayed
      deadLetters {
        ...DeadLetterRow
      }
      userErrors {
        message
      }
    }
  }
`);
