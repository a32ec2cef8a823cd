/** What the screens of reference data ask the gateway. */
import { graphql } from '../../generated';
import type { DocumentTypeQuery, DocumentTypesQuery, SourcesQuery } from '../../generated/graphql';

export const DOCUMENT_TYPES = graphql(`
  query DocumentTypes {
    documentTypes(includeInactive: true) {
      code
      version
      title
      active
      formats
      allowedSources
      requestCount
    }
  }
`);

export const SOURCES = graphql(`
  query Sources {
    sources {
      code
      title
      active
      version
    }
  }
`);

export const DOCUMENT_TYPE = graphql(`
  query DocumentType($code: String!, $version: Int) {
    documentType(code: $code, version: $version) {
      code
      version
      title
      active
      formats
      allowedSources
      partyFields
      engineConfiguration
      dataSchema
      requestCount
    }
  }
`);

export const SAVE_DOCUMENT_TYPE = graphql(`
  mutation SaveDocumentType($input: DocumentTypeInput!, $expectedVersion: Int!) {
    saveDocumentType(input: $input, expectedVersion: $expectedVersion) {
      documentType {
        code
        version
        title
        active
        formats
        allowedSources
        partyFields
        engineConfiguration
        dataSchema
        requestCount
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export const SAVE_SOURCE = graphql(`
  mutation SaveSource($input: SourceInput!, $expectedVersion: Int!) {
    saveSource(input: $input, expectedVersion: $expectedVersion) {
      source {
        code
        title
        active
        version
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`);

export type DocumentTypeListed = DocumentTypesQuery['documentTypes'][number];
export type DocumentTypeRead = NonNullable<DocumentTypeQuery['documentType']>;
export type SourceRead = SourcesQuery['sources'][number];

/** As the Reference Data API takes them. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
export const CODE_RULE = 'Letters, digits, ".", "_" and "-"; the first a letter or digit; at most 100.';
