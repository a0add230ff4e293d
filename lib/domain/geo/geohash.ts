const DIGITS = '0123456789bcdefghjkmnpqrstuvwxyz';

/**
 * The geohash of a place: each character halves longitude and latitude in turn, five bits at a time, longitude first
 * (G. Niemeyer, 2008). Seven characters are a cell of about 153 m × 153 m at the equator.
 * @param latitude −90–90 @param longitude −180–180 @param precision characters, 1–12
 */
export function geohash(latitude: number, longitude: number, precision = 7): string {
  let [south, north, west, east] = [-90, 90, -180, 180];
  let hash = '';
  let digit = 0;
  for (let bit = 0; hash.length < precision; bit++) {
    if (bit % 2 === 0) {
      const middle = (west + east) / 2;
      const isEast = longitude >= middle;
      digit = digit * 2 + Number(isEast);
      if (isEast) west = middle;
      else east = middle;
    } else {
      const middle = (south + north) / 2;
      const isNorth = latitude >= middle;
      digit = digit * 2 + Number(isNorth);
      if (isNorth) south = middle;
      else north = middle;
    }
    if (bit % 5 === 4) {
      hash += DIGITS[digit];
      digit = 0;
    }
  }
  return hash;
}
