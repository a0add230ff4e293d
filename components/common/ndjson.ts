import { answerError, send } from './api';

/**
 * Posts to a route of Fencepost that answers with a JSON object in each line, and gives each as soon as it is there.
 * @throws ApiError as `api` does
 */
export async function* ndjsonLines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const response = await send('POST', path, body, signal, 'application/x-ndjson');
  if (!response.ok || !response.body) throw await answerError(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as T;
  }
}
