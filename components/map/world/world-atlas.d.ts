/** Kept opaque: inferring the type of 80,000 points would slow every type check down. */
declare module 'world-atlas/countries-50m.json' {
  const topology: unknown;
  export default topology;
}
