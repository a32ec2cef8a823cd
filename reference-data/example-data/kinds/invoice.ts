import { chf, dataSchema, day, pick, ref, type ExampleKind } from './kind';

/** Asks a customer to pay, item by item. */
export const invoice: ExampleKind = {
  type: {
    code: 'INVOICE',
    title: 'Invoice',
    formats: ['PDF', 'HTML'],
    engineConfiguration: { default: 'invoice' },
    allowedSources: [],
    partyFields: ['/customer/partyId'],
    dataSchema: dataSchema(['invoiceNumber', 'customer', 'issuedOn', 'dueOn', 'lines', 'total'], {
      invoiceNumber: { type: 'string', pattern: '^INV-[0-9]{4}-[0-9]{6}$' },
      customer: ref('recipient'),
      issuedOn: { type: 'string', format: 'date' },
      dueOn: { type: 'string', format: 'date' },
      reference: { type: 'string', maxLength: 60 },
      lines: {
        type: 'array',
        minItems: 1,
        maxItems: 500,
        items: {
          type: 'object',
          required: ['description', 'quantity', 'unitPrice'],
          properties: {
            description: { type: 'string', minLength: 1, maxLength: 200 },
            quantity: { type: 'integer', minimum: 1, maximum: 100_000 },
            unitPrice: ref('money'),
          },
          additionalProperties: false,
        },
      },
      total: ref('money'),
    }),
  },
  recipientField: 'customer',
  data: (n, customer) => {
    const lines = Array.from({ length: 1 + (n % 5) }, (_, index) => ({
      description: pick(['Annual premium', 'Roadside assistance', 'Legal protection', 'Handling fee', 'Travel cover'], n + index),
      quantity: 1 + ((n + index) % 3),
      unitPrice: chf(20 + ((n * 13 + index * 7) % 400)),
    }));
    const total = lines.reduce((sum, line) => sum + line.quantity * Number(line.unitPrice.amount), 0);
    return { invoiceNumber: `INV-2026-${String(n % 1_000_000).padStart(6, '0')}`, customer, issuedOn: day(n), dueOn: day(n, 30), lines, total: chf(total) };
  },
};
