/**
 * The engine's words and ours. FINISHED was observed at a real engine; another version with other words is a change to this file alone.
 */
import type { EngineJob } from '../../services/ports/document-engine';

const JOB_STATES: Readonly<Record<string, EngineJob['state']>> = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  FINISHED: 'FINISHED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
};

const APPLIANCE_STATES: Readonly<Record<string, 'available' | 'paused'>> = { AVAILABLE: 'available', PAUSED: 'paused' };

/** The message of a job that found no input when it began. */
const INPUT_NOT_FOUND = 'INPUT_NOT_FOUND';

/** The severity of a message that means failure; I and W only inform. */
const ERROR_TYPE = 'E';

export interface EngineMessage {
  readonly msgType: string;
  readonly msgID: string;
  readonly msgText: string;
}

/** Our state for the engine's, or null for a word that we do not know. */
export function jobState(engineStatus: string): EngineJob['state'] | null {
  return JOB_STATES[engineStatus.toUpperCase()] ?? null;
}

/** Whether the appliance takes and finishes work, or null for a word that we do not know. */
export function applianceAvailable(engineStatus: string): boolean | null {
  const state = APPLIANCE_STATES[engineStatus.toUpperCase()];
  return state === undefined ? null : state === 'available';
}

export function saysInputNotFound(messages: readonly EngineMessage[]): boolean {
  return messages.some((message) => message.msgID === INPUT_NOT_FOUND);
}

/** The errors among messages as one text, or null where there is none. */
export function errorText(messages: readonly EngineMessage[]): string | null {
  const errors = messages.filter((message) => message.msgType === ERROR_TYPE);
  return errors.length > 0 ? errors.map((message) => `${message.msgID}: ${message.msgText}`).join('; ') : null;
}
