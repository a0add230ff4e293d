import { ApiError } from '@/components/common/api';

export interface Wish {
  /** Null: a Recorder's store, by its own names. */
  device_id: number | null;
  create_devices: boolean;
}

interface Answer {
  error?: { code?: string; message?: string; details?: Record<string, unknown> };
}

function failureOf(status: number, text: string): ApiError {
  let answer: Answer = {};
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    // A proxy that cut the connection answers in its own words.
  }
  return new ApiError(status, answer.error?.code ?? 'INTERNAL_ERROR', answer.error?.message ?? '', answer.error?.details);
}

/** Sends a file as it lies on the disk. Not by fetch, which does not tell how far it has come. @throws ApiError */
export function upload(
  file: File,
  { device_id, create_devices }: Wish,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const query = new URLSearchParams({ file_name: file.name.slice(0, 255), create_devices: String(create_devices) });
  if (device_id !== null) query.set('device_id', String(device_id));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(failureOf(request.status, request.responseText)));
    request.onerror = () => reject(new ApiError(0, 'NETWORK', ''));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', `/api/imports?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}
