import { chf, dataSchema, day, ref, type ExampleKind } from './kind';

/** Certifies a year's income for the tax office. Not for the portal: it goes out by the systems of record alone. */
export const taxCertificate: ExampleKind = {
  type: {
    code: 'TAX_CERTIFICATE',
    title: 'Tax certificate',
    formats: ['PDF'],
    engineConfiguration: { default: 'tax-certificate' },
    allowedSources: ['BATCH', 'CORE'],
    partyFields: ['/taxpayer/partyId'],
    dataSchema: dataSchema(['certificateNumber', 'taxpayer', 'taxYear', 'issuedOn', 'income', 'withheldTax'], {
      certificateNumber: { type: 'string', pattern: '^TAX-[0-9]{4}-[0-9]{6}$' },
      taxpayer: ref('recipient'),
      taxYear: { type: 'integer', minimum: 1990, maximum: 2100 },
      issuedOn: { type: 'string', format: 'date' },
      income: ref('money'),
      withheldTax: ref('money'),
    }),
  },
  recipientField: 'taxpayer',
  data: (n, taxpayer) => {
    const income = 120 + (n % 300) * 9.75;
    return {
      certificateNumber: `TAX-2025-${String(n % 1_000_000).padStart(6, '0')}`,
      taxpayer,
      taxYear: 2025,
      issuedOn: day(n),
      income: chf(income),
      withheldTax: chf(income * 0.35),
    };
  },
};
