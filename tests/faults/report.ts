/** What a run tells people, and its last line for machines. */
import type { Outcome } from './run-scenario';

const SHOWN = 5;

export interface Totals {
  readonly scenarios: number;
  readonly skipped: number;
  readonly requests: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly gaps: number;
  readonly violations: number;
  readonly takeovers: number;
  readonly redeliveries: number;
  readonly seed: number;
  readonly seconds: number;
}

export function outcomeLines(outcome: Outcome): string {
  const { name, skipped, requests, inFlight, touched, takeovers, redeliveries, seconds } = outcome;
  if (skipped !== null) return `skip    ${name}: ${skipped}`;
  const faults = (['lost', 'duplicated', 'gaps', 'violations'] as const).flatMap((kind) => {
    const sentences = outcome[kind];
    const more = sentences.length > SHOWN ? [`        ${kind}: and ${sentences.length - SHOWN} more`] : [];
    return [...sentences.slice(0, SHOWN).map((sentence) => `        ${kind}: ${sentence}`), ...more];
  });
  const figures = `${requests} requests, ${inFlight} in flight, fault touched ${touched}, ${takeovers} takeovers, ${redeliveries} redeliveries, ${seconds.toFixed(1)} s`;
  return [`${faults.length === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${figures}`, ...faults, ...outcome.standing.map((sentence) => `        stands: ${sentence}`)].join('\n');
}

/** @param more.ledger how many sentences the ledgers had to say */
export function totalsOf(outcomes: readonly Outcome[], { ledger, seed, seconds }: { ledger: number; seed: number; seconds: number }): Totals {
  const ran = outcomes.filter(({ skipped }) => skipped === null);
  const sum = (figure: (outcome: Outcome) => number) => ran.reduce((total, outcome) => total + figure(outcome), 0);
  return {
    scenarios: ran.length,
    skipped: outcomes.length - ran.length,
    requests: sum(({ requests }) => requests),
    lost: sum(({ lost }) => lost.length),
    duplicated: sum(({ duplicated }) => duplicated.length),
    gaps: sum(({ gaps }) => gaps.length),
    violations: sum(({ violations }) => violations.length) + ledger,
    takeovers: sum(({ takeovers }) => takeovers),
    redeliveries: sum(({ redeliveries }) => redeliveries),
    seed,
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** True where nothing was lost, doubled, left out or broken, and something ran. */
export function isClean({ scenarios, lost, duplicated, gaps, violations }: Totals): boolean {
  return scenarios > 0 && lost + duplicated + gaps + violations === 0;
}
