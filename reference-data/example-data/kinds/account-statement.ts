import { chf, dataSchema, day, pick, ref, type ExampleKind } from './kind';

/** Lists a month's bookings of one account. */
export const accountStatement: ExampleKind = {
  type: {
    code: 'ACCOUNT_STATEMENT',
    title: 'Account statement',
    formats: ['PDF'],
    engineConfiguration: { default: 'account-statement' },
    allowedSources: [],
    partyFields: ['/accountHolder/partyId'],
    dataSchema: dataSchema(['iban', 'accountHolder', 'period', 'openingBalance', 'bookings', 'closingBalance'], {
      iban: { type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' },
      accountHolder: ref('recipient'),
      period: {
        type: 'object',
        required: ['from', 'to'],
        properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
        additionalProperties: false,
      },
      openingBalance: ref('money'),
      bookings: {
        type: 'array',
        maxItems: 2_000,
        items: {
          type: 'object',
          required: ['bookedOn', 'text', 'amount'],
          properties: { bookedOn: { type: 'string', format: 'date' }, text: { type: 'string', maxLength: 140 }, amount: ref('money') },
          additionalProperties: false,
        },
      },
      closingBalance: ref('money'),
    }),
  },
  recipientField: 'accountHolder',
  data: (n, accountHolder) => {
    const bookings = Array.from({ length: 3 + (n % 10) }, (_, index) => ({
      bookedOn: day(n, index),
      text: pick(['Salary', 'Rent', 'Groceries', 'Standing order', 'Card payment'], n + index),
      amount: chf(index % 3 === 0 ? 900 + (n % 70) : -((n * 11 + index * 37) % 600)),
    }));
    const opening = 1_000 + (n % 500);
    const closing = bookings.reduce((sum, booking) => sum + Number(booking.amount.amount), opening);
    return {
      iban: `CH93${String(7_620_000_000_000_000 + n).padStart(17, '0')}`,
      accountHolder,
      period: { from: day(n), to: day(n, 30) },
      openingBalance: chf(opening),
      bookings,
      closingBalance: chf(closing),
    };
  },
};
