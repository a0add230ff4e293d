/**
 * The records of Fencepost, named as in the database and in the API (snake_case), so that one word means one
 * thing from the table to the browser. Times are UTC epoch milliseconds, lengths metres, angles degrees.
 */

export * from './notify/records';
export type * from './records/events';
export type * from './records/people';
export type * from './records/phones';
export type * from './records/zones';
