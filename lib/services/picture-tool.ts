/** How a picture is drawn anew. */
export interface Drawing {
  /** The longer side in pixels; a smaller picture stays as small as it is. */
  side: number;
  type: 'image/webp' | 'image/jpeg';
}

/** Draws pictures anew. Where there is none, pictures are handed out as they came. */
export interface PictureTool {
  /**
   * Upright, without what the camera wrote beside it (such as the place).
   * @returns null when it is not a picture after all, or larger than can be drawn
   */
  redraw(bytes: Uint8Array, drawing: Drawing): Promise<Buffer | null>;
}
