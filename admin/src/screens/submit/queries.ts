/** What the submit screen asks the gateway. */
import { graphql } from '../../generated';
import type { DocumentTypeToSubmitQuery, SourcesToSubmitQuery } from '../../generated/graphql';

export const TYPES_TO_SUBMIT = graphql(`
  query TypesToSubmit {
    documentTypes {
      code
      version
      title
      formats
    }
  }
`);

export const DOCUMENT_TYPE_TO_SUBMIT = graphql(`
  query DocumentTypeToSubmit($code: String!) {
    documentType(code: $code) {
      code
      version
      title
      active
      formats
      allowedSources
      dataSchema
    }
  }
`);

export const SOURCES_TO_SUBMIT = graphql(`
  query SourcesToSubmit {
    sources {
      code
      title
      active
    }
  }
`);

export const SUBMIT_ONE = graphql(`
  mutation SubmitOne($input: SubmitDocumentRequestInput!) {
    submitDocumentRequest(input: $input) {
      documentRequest {
        id
        status
        sequence
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export const SUBMIT_MANY = graphql(`
  mutation SubmitMany($requests: [SubmitDocumentRequestInput!]!, $idempotencyKey: String) {
    submitDocumentBatch(requests: $requests, idempotencyKey: $idempotencyKey) {
      submission {
        id
        total
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export const SENT_STATUS = graphql(`
  subscription SentStatus($id: ID!, $after: Cursor) {
    documentRequestStatus(id: $id, after: $after) {
      requestId
      sequence
      status
      final
      message
      cursor
    }
  }
`);

export type TypeToSubmit = NonNullable<DocumentTypeToSubmitQuery['documentType']>;
export type SourceToSubmit = SourcesToSubmitQuery['sources'][number];
