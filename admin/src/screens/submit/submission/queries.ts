/** What the screen of one submission asks the gateway. */
import { graphql } from '../../../generated';
import type { SubmissionProgressSubscription, SubmissionRequestsQuery } from '../../../generated/graphql';

export const SUBMISSION = graphql(`
  query SubmissionAtFirst($id: ID!) {
    submission(id: $id) {
      id
      total
      final
      createdAt
      counts {
        accepted
        processing
        generating
        retryScheduled
        completed
        failed
        cancelled
      }
    }
  }
`);

export const SUBMISSION_PROGRESS = graphql(`
  subscription SubmissionProgress($id: ID!) {
    submissionProgress(id: $id) {
      id
      total
      final
      createdAt
      counts {
        accepted
        processing
        generating
        retryScheduled
        completed
        failed
        cancelled
      }
    }
  }
`);

export const SUBMISSION_REQUESTS = graphql(`
  query SubmissionRequests($filter: DocumentRequestFilter!, $first: Int!) {
    documentRequests(filter: $filter, first: $first) {
      totalCount
      edges {
        node {
          id
          clientReference
          documentType
          status
          updatedAt
          errors {
            id
            code
            message
          }
        }
      }
    }
  }
`);

export type Progress = SubmissionProgressSubscription['submissionProgress'];
export type SubmissionRequest = SubmissionRequestsQuery['documentRequests']['edges'][number]['node'];
