import { REJECTION_CODES, type RejectionCode } from '@/lib/domain/owntracks/rejection';

/** What the page shows; stands in its address. */
export interface RejectedView {
  device: number | null;
  code: RejectionCode | null;
  /** From 1. */
  page: number;
}

export const PAGE_SIZE = 50;

const whole = (text: string | undefined): number | null => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null);

/** What an address can't mean is left out. */
export function parseView(params: Record<string, string | string[] | undefined>): RejectedView {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  const code = REJECTION_CODES.find((it) => it === one('code')) ?? null;
  return { device: whole(one('device')), code, page: whole(one('page')) ?? 1 };
}

export function viewLink({ device, code, page }: RejectedView): string {
  const params = new URLSearchParams();
  if (device !== null) params.set('device', String(device));
  if (code !== null) params.set('code', code);
  if (page > 1) params.set('page', String(page));
  return `/admin/rejected${params.size > 0 ? `?${params}` : ''}`;
}
