import { ServiceError } from '@/lib/services/errors';

/** A form is held in memory while it is read. */
const MAX_FORM_BYTES = 32_000_000;

export interface Upload {
  body: ReadableStream<Uint8Array> | null;
  /** What the form says besides the file; the query says the same where the file is the whole body. */
  fields: Record<string, string>;
}

const wrong = (message: string) => new ServiceError('VALIDATION_ERROR', message, { file: message });

/**
 * The file of a request: its whole body, read as it comes; or, up to 32 MB, the field `file` of a form.
 * @throws ServiceError VALIDATION_ERROR
 */
export async function uploadOf(request: Request): Promise<Upload> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return { body: request.body, fields: {} };
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES)) {
    throw wrong(
      `a form may have ${MAX_FORM_BYTES / 1e6} MB; send a longer file as the whole body, with its name as file_name in the query`,
    );
  }
  const form = await request.formData().catch(() => null);
  const file = form?.get('file');
  if (!form || !(file instanceof Blob)) throw wrong('file is missing; it must be a file');
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { body: file.stream(), fields: { file_name: (file as File).name, ...Object.fromEntries(texts) } };
}
