export { type Interval, isWithin, momentsBetween, windowsBetween } from './windows';
export { isTimeZone, wallTime } from './zone-clock';
