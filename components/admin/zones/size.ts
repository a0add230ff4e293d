/** A length or an area in the unit people would use, as arguments for a number formatter. */
export interface Quantity {
  value: number;
  unit: 'm' | 'km' | 'm²' | 'ha' | 'km²';
  fractionDigits: number;
}

/** @param meters ≥ 0 */
export function lengthOf(meters: number): Quantity {
  if (meters < 1000) return { value: Math.round(meters), unit: 'm', fractionDigits: 0 };
  return { value: meters / 1000, unit: 'km', fractionDigits: meters < 10_000 ? 1 : 0 };
}

/** @param squareMeters ≥ 0 */
export function areaOf(squareMeters: number): Quantity {
  if (squareMeters < 10_000) return { value: Math.round(squareMeters), unit: 'm²', fractionDigits: 0 };
  if (squareMeters < 1_000_000) return { value: squareMeters / 10_000, unit: 'ha', fractionDigits: 1 };
  return { value: squareMeters / 1_000_000, unit: 'km²', fractionDigits: squareMeters < 100_000_000 ? 1 : 0 };
}
