/** What this screen asks the gateway for, and tells it to do. */
import { graphql } from '../../generated';

export const ERROR_ROW = graphql(`
  fragment ErrorRow on ProcessingError {
    id
    code
    stage
    retryStage
    message
    recoveryStatus
    retriable
    attempt
    occurredAt
    nextAttemptAt
    resolvedAt
    request {
      id
      clientReference
      documentType
      source
      submissionId
    }
  }
`);

export const ERROR_LIST = graphql(`
  query ErrorList($filter: ProcessingErrorFilter!, $orderBy: ProcessingErrorOrder!, $first: Int!, $after: String) {
    processingErrors(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      edges {
        node {
          ...ErrorRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ERROR_FIGURES = graphql(`
  query ErrorFigures($groups: ProcessingErrorFilter!, $list: ProcessingErrorFilter!) {
    errorGroups(filter: $groups) {
      stage
      code
      count
      oldest
      newest
      explanation {
        meaning
        systemDoes
        whatToDo
      }
    }
    processingErrors(filter: $list, first: 1) {
      totalCount
      totalCountExact
    }
  }
`);

export const ERROR_FEED = graphql(`
  subscription ErrorFeed($filter: ProcessingErrorFilter) {
    errorFeed(filter: $filter) {
      ...ErrorRow
    }
  }
`);

export const ERROR_EXPLANATION = graphql(`
  query ErrorExplanation($ids: [ID!]!) {
    processingErrors(filter: { ids: $ids }, first: 1) {
      edges {
        node {
          id
          explanation {
            meaning
            systemDoes
            whatToDo
          }
        }
      }
    }
  }
`);

graphql(`
  fragment RunRow on RetriggerRun {
    id
    state
    selected
    released
    recovered
    failedAgain
    skipped
    note
    startedAt
    startedBy
    finishedAt
  }
`);

export const RECENT_RUNS = graphql(`
  query RecentRuns($first: Int!) {
    retriggerRuns(first: $first) {
      edges {
        node {
          ...RunRow
        }
      }
    }
  }
`);

export const RUN_PROGRESS = graphql(`
  subscription RunProgress($id: ID!) {
    retriggerRunProgress(id: $id) {
      ...RunRow
    }
  }
`);

export const RUN = graphql(`
  query Run($id: ID!) {
    retriggerRun(id: $id) {
      ...RunRow
    }
  }
`);

export const RUN_ERRORS = graphql(`
  query RunErrors($id: ID!, $first: Int!, $after: String) {
    retriggerRun(id: $id) {
      id
      errors(first: $first, after: $after) {
        edges {
          outcome
          node {
            ...ErrorRow
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const STOP_RUN = graphql(`
  mutation StopRun($id: ID!) {
    stopRetriggerRun(id: $id) {
      run {
        ...RunRow
      }
      userErrors {
        message
      }
    }
  }
`);

export const RESUME_RUN = graphql(`
  mutation ResumeRun($id: ID!) {
    resumeRetriggerRun(id: $id) {
      run {
        ...RunRow
      }
      userErrors {
        message
      }
    }
  }
`);
