/** Shortest password of a person, in characters; the server checks the same. */
export const MIN_PASSWORD = 8;
