/** A word on the map: its middle in pixels, and its letters. */
export interface Label {
  x: number;
  y: number;
  text: string;
}

const PIXELS_PER_LETTER = 6.5;
const PADDING_PIXELS = 18;
const HEIGHT_PIXELS = 24;

const widthOf = ({ text }: Label) => text.length * PIXELS_PER_LETTER + PADDING_PIXELS;

/** Which of the labels have room: each that lies on none of those before it. */
export function uncrowded(labels: readonly Label[]): boolean[] {
  const shown: Label[] = [];
  return labels.map((label) => {
    const hits = (other: Label) =>
      Math.abs(other.y - label.y) < HEIGHT_PIXELS && Math.abs(other.x - label.x) < (widthOf(other) + widthOf(label)) / 2;
    if (shown.some(hits)) return false;
    shown.push(label);
    return true;
  });
}
