/** Why a delivery does not go. Kept with it; the interface puts it in words. */
export type SuppressReason =
  | 'cooldown'
  | 'schedule'
  | 'late'
  | 'short_stay'
  | 'left_early'
  | 'retracted'
  | 'already_told'
  /** The person paused the zone, or all mails. */
  | 'paused'
  /** The alert was taken back: all was as expected. */
  | 'resolved'
  /** The person looked at it before it was this way's turn. */
  | 'opened'
  /** The webhook or browser failed so often that it is used no more until the person resumes it. */
  | 'target_paused'
  /** The webhook or browser was removed. */
  | 'target_gone'
  /** The person is no longer told of the zone. */
  | 'not_a_recipient';

/** Why a delivery does not go yet: the arrival is told only if the device stays. */
export const WAITING = 'waiting';

/** Why a delivery does not go yet: it goes only if the person does not look at what went on the ways before it. */
export const ESCALATION = 'escalation';

/** What a delivery that is planned waits for. */
export type WaitReason = typeof WAITING | typeof ESCALATION;
