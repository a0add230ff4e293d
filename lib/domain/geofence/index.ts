export * from './confidence';
export { type Evaluation, evaluate, type Transition } from './evaluate';
export { type DeviceHead, type DeviceInput, type FoldInput, type FoldOutput, fold } from './fold';
export { judgeSilently, type SilentJudgement } from './silent';
export {
  isOpen,
  NEW_TRACK,
  OUTSIDE,
  parseTrackState,
  parseZoneState,
  type TrackState,
  type ZoneState,
  type ZoneStatus,
} from './state';
export { concerns, prepareZone, type Zone } from './zone';
export { ZoneSet } from './zone-set';
