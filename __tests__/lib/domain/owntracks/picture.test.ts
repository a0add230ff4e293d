import { JPEG, largeJpeg, PNG, WEBP } from '@/__tests__/support/pictures';
import { parseMessage } from '@/lib/domain/owntracks/parse';
import { MAX_FACE_BYTES, MAX_PICTURE_BYTES, type Picture } from '@/lib/domain/owntracks/picture';

const parse = (members: object) => parseMessage(new TextEncoder().encode(JSON.stringify(members)), 7, 1_754_215_200_000);
const base = { _type: 'location', lat: 52.52, lon: 13.405, tst: 1_754_215_098, poi: 'Lake' };

function fixWith(members: object) {
  const message = parse({ ...base, ...members });
  if (message.kind !== 'location') throw new Error(`it is ${JSON.stringify(message)}`);
  return message;
}

function pictureOf(members: object): Picture {
  const { picture } = fixWith(members);
  if (typeof picture !== 'object') throw new Error(`it is ${picture}`);
  return picture;
}

describe('the picture of a fix', () => {
  test.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['image/webp', WEBP],
  ])('%s is known by its first bytes and taken out of the fix', (type, image) => {
    const { location, picture } = fixWith({ image, imagename: 'IMG_1.HEIC' });
    expect(picture).toMatchObject({ type, name: 'IMG_1.HEIC' });
    expect(Buffer.from((picture as Picture).bytes).toString('base64')).toBe(image);
    expect(location).toMatchObject({ poi: 'Lake', extra: null });
  });

  test('line breaks, missing padding and a data address do not matter', () => {
    const bytes = Buffer.from(PNG, 'base64');
    for (const image of [PNG.replace(/(.{76})/g, '$1\r\n'), PNG.replace(/=+$/, ''), `data:image/jpeg;base64,${PNG}`]) {
      const picture = pictureOf({ image });
      expect(picture.type).toBe('image/png');
      expect(Buffer.from(picture.bytes).equals(bytes)).toBe(true);
    }
  });

  test.each([
    ['no text', 12, 'image is not a text in base64'],
    ['no base64', 'ÿØÿ', 'image is not in base64'],
    [
      'an SVG, which could hold a script',
      btoa('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /neither a JPEG nor a PNG nor a WebP/,
    ],
    ['nothing but its first bytes missing', JPEG.slice(4), /neither a JPEG/],
  ])('%s is left out and said so; the fix stays', (_what, image, reason) => {
    const { location, picture } = fixWith({ image, odometer: 5 });
    expect(picture).toEqual(expect.stringMatching(reason));
    expect(location).toMatchObject({ latitude: 52.52, poi: 'Lake', extra: { odometer: 5, image_error: picture } });
  });

  test('one byte more than allowed is too much, and both sizes are named', () => {
    expect(pictureOf({ image: largeJpeg(MAX_PICTURE_BYTES).toString('base64') }).bytes).toHaveLength(MAX_PICTURE_BYTES);
    const { location } = fixWith({ image: largeJpeg(MAX_PICTURE_BYTES + 300_000).toString('base64') });
    expect(location.extra?.image_error).toBe('image has 5.3 MB; it must have at most 5.0 MB');
    const { picture } = fixWith({ image: largeJpeg(MAX_PICTURE_BYTES + 1).toString('base64') });
    expect(picture).toMatch(/^image has 5.0 MB/);
  });

  test.each([null, undefined, ''])('%p is none', (image) => {
    expect(fixWith({ image })).toEqual({ kind: 'location', location: expect.objectContaining({ extra: null }) });
  });
});

describe('the face on a card', () => {
  test('is kept apart from the card', () => {
    expect(parse({ _type: 'card', name: 'Jane', tid: 'ja', face: PNG })).toMatchObject({
      kind: 'card',
      reports: [{ kind: 'card', payload: { name: 'Jane', tid: 'ja' } }],
      picture: { type: 'image/png', name: null },
    });
  });

  test('may be missing, or be no picture', () => {
    expect(parse({ _type: 'card', name: 'Jane' })).toMatchObject({ picture: null });
    const face = largeJpeg(MAX_FACE_BYTES + 100_000).toString('base64');
    const card = parse({ _type: 'card', name: 'Jane', face });
    expect(card).toMatchObject({ picture: 'face has 0.6 MB; it must have at most 0.5 MB' });
    expect(JSON.stringify(card)).not.toContain(face.slice(0, 100));
  });
});
