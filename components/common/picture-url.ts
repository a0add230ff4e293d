/** `thumb` has at most 320 pixels on its longer side, `full` 2048. */
export const pictureUrl = (id: number, size: 'thumb' | 'full'): string => `/api/media/${id}?size=${size}`;
