import type { Formatters } from '@/components/common/format';

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** Bytes as people count files: "1.2 MB". */
export function fileSize(bytes: number, format: Pick<Formatters, 'number'>): string {
  if (bytes < 1000) return `${format.number(bytes)} B`;
  const step = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${format.number(value, value < 10 ? 1 : 0)} ${UNITS[step - 1]}`;
}
