export { Calendar, type CalendarDay, mondayOf } from './calendar';
export { type BorderEvent, momentOf, type Presence, pairVisits, spanOf, type Visit } from './pair';
export {
  clip,
  isWithin,
  type Span,
  summarize,
  totalsOf,
  type VisitPeriod,
  type VisitSummary,
  type VisitTotals,
} from './summary';
