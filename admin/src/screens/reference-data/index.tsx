/** Document types and sources: what may be asked for, by whom, and what its data must be like. */
export { DocumentTypeScreen } from './document-type/document-type-screen';
export { ReferenceDataScreen } from './lists/reference-data-screen';
