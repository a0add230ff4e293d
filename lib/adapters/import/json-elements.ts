const code = (character: string) => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const OPEN_BRACE = code('{');
const CLOSE_BRACE = code('}');
const OPEN_BRACKET = code('[');
const CLOSE_BRACKET = code(']');
const COMMA = code(',');

/** One element must fit into memory; lists of any length do not have to. */
export const MAX_ELEMENT_BYTES = 64 * 1024 * 1024;

export interface JsonElement {
  /** The member of the root object whose list it is in, as it is written there; '' for a list that is the root itself. */
  key: string;
  /** Null where it is longer than `MAX_ELEMENT_BYTES`. */
  bytes: Uint8Array | null;
  /** Offset in the file. */
  at: number;
}

const isSpace = (byte: number) => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/**
 * Cuts a JSON text of any length into the elements of the lists that its root object holds (or that is its root), by following
 * brackets and strings only. What an element is worth is for JSON.parse to say, so one that is broken costs no other, and a
 * file that was cut off still gives all before the cut. Other members of the root are passed over.
 */
export class JsonSplitter {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** The list whose elements are being cut, and the depth of its elements. */
  private key: string | null = null;
  private elementDepth = 0;
  private isElement = false;
  private parts: Uint8Array[] = [];
  private length = 0;
  private elementAt = 0;
  private offset = 0;
  /** The last string at depth 1, which a colon makes the name of a member. */
  private name = '';
  private nameParts: number[] | null = null;

  /** The elements that end in this chunk. */
  push(chunk: Uint8Array): JsonElement[] {
    const found: JsonElement[] = [];
    let start = this.isElement ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.isInString) {
        i = this.skipString(chunk, i);
        continue;
      }
      if (isSpace(byte) && !this.isElement) continue;
      const endsElement = this.isElement && this.depth === this.elementDepth && (byte === COMMA || byte === CLOSE_BRACKET);
      if (endsElement) {
        this.keep(chunk.subarray(start, i));
        found.push(this.take());
        start = -1;
      }
      if (this.key !== null && !this.isElement && this.depth === this.elementDepth && byte !== COMMA && byte !== CLOSE_BRACKET) {
        this.isElement = true;
        this.elementAt = this.offset + i;
        start = i;
      }
      this.follow(byte);
    }
    if (this.isElement) this.keep(chunk.subarray(start));
    this.offset += chunk.length;
    return found;
  }

  /** What the file ended in the middle of, or null. */
  end(): JsonElement | null {
    return this.isElement ? this.take() : null;
  }

  /** Whether the file ended where its brackets do. */
  get isWhole(): boolean {
    return this.depth === 0 && !this.isInString;
  }

  /** @returns where the string ends in this chunk, or the chunk's last byte */
  private skipString(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) {
        this.isInString = false;
        if (this.nameParts) this.name = Buffer.from(this.nameParts).toString();
        this.nameParts = null;
        return i;
      }
      if (this.nameParts && this.nameParts.length < 64) this.nameParts.push(byte);
    }
    return chunk.length - 1;
  }

  private follow(byte: number): void {
    switch (byte) {
      case QUOTE:
        this.isInString = true;
        if (this.depth === 1 && this.key === null) this.nameParts = [];
        break;
      case OPEN_BRACE:
        this.depth += 1;
        break;
      case OPEN_BRACKET:
        this.depth += 1;
        // A list right in the root object, or the root itself.
        if (this.key === null && this.depth <= 2) {
          this.key = this.depth === 1 ? '' : this.name;
          this.elementDepth = this.depth;
        }
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.depth -= 1;
        if (this.key !== null && this.depth < this.elementDepth) this.key = null;
        break;
    }
  }

  private keep(part: Uint8Array): void {
    this.length += part.length;
    if (this.length <= MAX_ELEMENT_BYTES) this.parts.push(part);
    else this.parts = [];
  }

  private take(): JsonElement {
    const { parts, length } = this;
    const whole = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    this.parts = [];
    this.length = 0;
    this.isElement = false;
    return { key: this.key ?? '', bytes: length > MAX_ELEMENT_BYTES ? null : whole, at: this.elementAt };
  }
}
