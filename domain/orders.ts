/** The orders in which lists can be read, in the words of the contract. Pure. */

export const DocumentRequestOrder = {
  CREATED_DESC: 'CREATED_DESC',
  CREATED_ASC: 'CREATED_ASC',
  UPDATED_DESC: 'UPDATED_DESC',
  UPDATED_ASC: 'UPDATED_ASC',
} as const;
export type DocumentRequestOrder = keyof typeof DocumentRequestOrder;

export const ProcessingErrorOrder = {
  OCCURRED_DESC: 'OCCURRED_DESC',
  OCCURRED_ASC: 'OCCURRED_ASC',
  NEXT_ATTEMPT_ASC: 'NEXT_ATTEMPT_ASC',
} as const;
export type ProcessingErrorOrder = keyof typeof ProcessingErrorOrder;
