export * from './confidence';
export { DeviceFold } from './device-fold';
export { evaluate, type Sight } from './evaluate';
export { type Amendment, type DeviceOutput, type FoldEvent, keyOf, type Retraction } from './fold-output';
export { DEFAULT_RULE, ruleFor } from './rule';
export { changeSide, type Evaluation, fireTime, ripen, type Transition } from './side';
export { judgeSilently, type LatestPlace, type SilentJudgement, silentState } from './silent';
export { type DoubtRecord, type EventKey, GENESIS, type Snapshot, type ZoneStateOf } from './snapshot';
export {
  dueAt,
  fireAt,
  isOpen,
  OUTSIDE,
  type PendingChange,
  parseZoneState,
  type ToldEvent,
  type ZoneState,
  type ZoneStatus,
} from './state';
export { type Doubt, follow, type HeldFix, heldFireAt, type Sighting, type TrackState, type TrackVerdict } from './track';
export { PHONE_SLACK_METERS } from './witness';
export { type Area, concerns, prepareZone, type Zone } from './zone';
export { ZoneSet } from './zone-set';
