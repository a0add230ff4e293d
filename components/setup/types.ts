/** What the setup reads of the API's records. Times are ISO 8601. */
export interface SetupFix {
  latitude: number;
  longitude: number;
  /** Metres; null where the phone gave none. */
  accuracy: number | null;
  occurred_at: string;
}

export interface SetupDevice {
  id: number;
  name: string;
  device: string;
  topic: string;
  last_location: SetupFix | null;
}

export type ProgressStep = 'no_connection' | 'wrong_password' | 'wrong_topic' | 'no_fix' | 'done';

export interface Progress {
  step: ProgressStep;
  /** The refused topic, or why the last message was no fix. */
  detail: string | null;
  last_location: SetupFix | null;
}
