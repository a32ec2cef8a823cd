import { dataSchema, day, pick, ref, type ExampleKind } from './kind';

/** Greets a new customer and says what comes next. */
export const welcomePack: ExampleKind = {
  type: {
    code: 'WELCOME_PACK',
    title: 'Welcome pack',
    formats: ['PDF', 'HTML'],
    engineConfiguration: { default: 'welcome-pack', HTML: 'welcome-mail' },
    allowedSources: [],
    partyFields: ['/member/partyId'],
    dataSchema: dataSchema(['memberNumber', 'member', 'memberSince', 'services'], {
      memberNumber: { type: 'string', pattern: '^M[0-9]{9}$' },
      member: ref('recipient'),
      memberSince: { type: 'string', format: 'date' },
      advisor: {
        type: 'object',
        required: ['name', 'phone'],
        properties: { name: { type: 'string', minLength: 1, maxLength: 200 }, phone: { type: 'string', pattern: '^[+][0-9 ]{6,20}$' } },
        additionalProperties: false,
      },
      services: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', enum: ['PORTAL', 'APP', 'HOTLINE', 'NEWSLETTER'] } },
    }),
  },
  recipientField: 'member',
  data: (n, member) => ({
    memberNumber: `M${String(n).padStart(9, '0').slice(-9)}`,
    member,
    memberSince: day(n),
    advisor: { name: pick(['Petra Lang', 'Marco Villa', 'Claire Roche'], n), phone: `+41 44 555 ${String(10 + (n % 90))} 00` },
    services: n % 2 === 0 ? ['PORTAL', 'APP'] : ['PORTAL', 'HOTLINE', 'NEWSLETTER'],
  }),
};
