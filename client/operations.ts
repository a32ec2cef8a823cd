/** The GraphQL documents that the client sends. */

const REQUEST_FIELDS = `
  id clientReference source documentType documentTypeVersion format priority status final attempt sequence submissionId
  output { url contentType sizeBytes pages sha256 }
  traceId createdAt updatedAt`;
const USER_ERRORS = 'userErrors { field code message }';
const EVENT_FIELDS = 'cursor requestId sequence status final attempt stage message at';
const SUBMISSION_FIELDS = `
  id total final asOf
  counts { accepted processing generating retryScheduled completed failed cancelled }`;

export const SUBMIT = `mutation ($input: SubmitDocumentRequestInput!) {
  submitDocumentRequest(input: $input) { documentRequest { ${REQUEST_FIELDS} } ${USER_ERRORS} }
}`;

/** Of each request only the id: an answer for 10,000 stays small. */
export const SUBMIT_BATCH = `mutation ($requests: [SubmitDocumentRequestInput!]!, $idempotencyKey: String) {
  submitDocumentBatch(requests: $requests, idempotencyKey: $idempotencyKey) {
    submission { ${SUBMISSION_FIELDS} } documentRequests { id } ${USER_ERRORS}
  }
}`;

export const CANCEL = `mutation ($id: ID!, $reason: String) {
  cancelDocumentRequest(id: $id, reason: $reason) { documentRequest { ${REQUEST_FIELDS} } ${USER_ERRORS} }
}`;

export const REQUEST = `query ($id: ID!) { documentRequest(id: $id) { ${REQUEST_FIELDS} } }`;

export const FEED_POSITION = 'query { documentRequests(first: 1) { asOf } }';

export const REQUEST_STATUS = `subscription ($id: ID!, $after: Cursor) {
  documentRequestStatus(id: $id, after: $after) { ${EVENT_FIELDS} }
}`;

export const SUBMISSION_PROGRESS = `subscription ($id: ID!) { submissionProgress(id: $id) { ${SUBMISSION_FIELDS} } }`;

export const STATUS_FEED = `subscription ($filter: DocumentRequestFilter, $after: Cursor) {
  statusFeed(filter: $filter, after: $after) { ${EVENT_FIELDS} }
}`;
