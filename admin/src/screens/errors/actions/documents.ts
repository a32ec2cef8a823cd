/** The administrator's actions on errors, and what is asked before them. */
import { graphql } from '../../../generated';

export const RETRIGGER = graphql(`
  mutation Retrigger($filter: ProcessingErrorFilter!, $note: String, $canary: Int!, $dryRun: Boolean!) {
    retriggerErrors(filter: $filter, note: $note, canary: $canary, dryRun: $dryRun) {
      retriggered
      run {
        id
        ...RunRow
      }
      errors {
        id
        recoveryStatus
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export const DISMISS = graphql(`
  mutation Dismiss($filter: ProcessingErrorFilter!, $note: String!) {
    dismissErrors(filter: $filter, note: $note) {
      dismissed
      errors {
        id
        recoveryStatus
        resolvedAt
        nextAttemptAt
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export const REOPEN = graphql(`
  mutation Reopen($filter: ProcessingErrorFilter!, $note: String!) {
    reopenErrors(filter: $filter, note: $note) {
      reopened
      errors {
        id
        recoveryStatus
        resolvedAt
        nextAttemptAt
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

/** How many an action without a dry run will take, and how many of the filter are dismissed already. */
export const DISMISSAL_PREVIEW = graphql(`
  query DismissalPreview($open: ProcessingErrorFilter!, $dismissed: ProcessingErrorFilter!) {
    open: processingErrors(filter: $open, first: 1) {
      totalCount
      totalCountExact
    }
    dismissed: processingErrors(filter: $dismissed, first: 1) {
      totalCount
      totalCountExact
    }
  }
`);
