import { chf, dataSchema, day, pick, ref, type ExampleKind } from './kind';

/** Says whether a claim is paid, and why (not). */
export const claimDecision: ExampleKind = {
  type: {
    code: 'CLAIM_DECISION',
    title: 'Claim decision',
    formats: ['PDF', 'DOCX'],
    engineConfiguration: { PDF: 'claim-decision', DOCX: 'claim-decision-editable' },
    allowedSources: [],
    partyFields: ['/claimant/partyId'],
    dataSchema: {
      ...dataSchema(['claimNumber', 'claimant', 'incidentDate', 'decision', 'reason'], {
        claimNumber: { type: 'string', pattern: '^CLM-[0-9]{7}$' },
        claimant: ref('recipient'),
        incidentDate: { type: 'string', format: 'date' },
        decision: { enum: ['ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED'] },
        payment: ref('money'),
        reason: { type: 'string', minLength: 10, maxLength: 4_000 },
      }),
      if: { properties: { decision: { const: 'REJECTED' } } },
      then: { properties: { payment: false } },
      else: { required: ['payment'] },
    },
  },
  recipientField: 'claimant',
  data: (n, claimant) => {
    const decision = pick(['ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED'], n);
    return {
      claimNumber: `CLM-${String(n % 10_000_000).padStart(7, '0')}`,
      claimant,
      incidentDate: day(n),
      decision,
      ...(decision === 'REJECTED' ? {} : { payment: chf(150 + (n % 80) * 31.5) }),
      reason: pick(
        ['The damage is covered by your policy.', 'The deductible was taken off the amount claimed.', 'Wear and tear is not covered by your policy.'],
        n,
      ),
    };
  },
};
