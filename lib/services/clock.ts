/** The time in UTC epoch milliseconds; passed in, so that a test can hold it still. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
