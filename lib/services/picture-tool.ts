/** How a picture is drawn anew. */
export interface Drawing {
  /** The longer side in pixels; a smaller picture stays as small as it is. */
  side: number;
  type: 'image/webp' | 'image/jpeg';
}

/** Draws what is described in SVG. */
export interface VectorTool {
  /** @param svg our own, with its size in pixels @returns a PNG with few colours; null where there is nothing to draw with */
  rasterise(svg: string): Promise<Buffer | null>;
}

/** Draws pictures anew. Where there is none, pictures are handed out as they came. */
export interface PictureTool {
  /**
   * Upright, without what the camera wrote beside it (such as the place).
   * @returns null when it is not a picture after all, or larger than can be drawn
   */
  redraw(bytes: Uint8Array, drawing: Drawing): Promise<Buffer | null>;
}
