import { createRequire } from 'node:module';
import type Sharp from 'sharp';
import type { Drawing, PictureTool, VectorTool } from '@/lib/services/picture-tool';

/** A picture of few bytes can claim to be of billions of pixels. */
const MOST_PIXELS = 60_000_000;
const QUALITY = 80;

type SharpFactory = typeof Sharp;

// A variable name keeps bundlers from resolving what may not be there: sharp has no build for some systems.
const packageName = 'sharp';
const require = createRequire(`${process.cwd()}/package.json`);

function load(): SharpFactory | null {
  try {
    const sharp = require(packageName) as SharpFactory;
    // Pictures are rare; their threads and memory are better left to what is not.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  } catch {
    return null;
  }
}

/** Draws with sharp, where it is installed; loaded with the first picture. */
export class SharpTool implements PictureTool, VectorTool {
  private sharp: SharpFactory | null | undefined;

  async rasterise(svg: string): Promise<Buffer | null> {
    this.sharp ??= load();
    if (!this.sharp) return null;
    return this.sharp(Buffer.from(svg)).png({ palette: true, colours: 64, effort: 7 }).toBuffer();
  }

  async redraw(bytes: Uint8Array, { side, type }: Drawing): Promise<Buffer | null> {
    this.sharp ??= load();
    if (!this.sharp) return null;
    try {
      const drawn = this.sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' })
        .rotate()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
      const written = type === 'image/webp' ? drawn.webp({ quality: QUALITY }) : drawn.flatten({ background: '#fff' }).jpeg();
      return await written.toBuffer();
    } catch {
      return null;
    }
  }
}
