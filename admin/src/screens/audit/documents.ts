/** What this screen asks the gateway for. */
import { graphql } from '../../generated';

export const AUDIT_LOG = graphql(`
  query AuditLog($filter: AuditFilter, $first: Int!, $after: String) {
    auditLog(filter: $filter, first: $first, after: $after) {
      edges {
        node {
          id
          at
          actor
          tenant
          action
          subject
          note
          details
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
