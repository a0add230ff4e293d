import type { MediaChange, NewMedia } from '@/lib/storage/ports/media';
import type { Connection } from './connection';
import type { Statement } from './driver';

const COLUMNS = 'device_id, location_id, kind, sha256, mime, bytes, name, occurred_at, received_at';

const INSERT_POI = `
  INSERT INTO media (${COLUMNS})
  SELECT device_id, id, 'poi', ?, ?, ?, ?, ?, ? FROM location
  WHERE device_id = ? AND occurred_at = ? AND latitude = ? AND longitude = ? ON CONFLICT DO NOTHING`;

/** A broker repeats a retained card at each connection: the face that is there stays as it is. */
const INSERT_FACE = `
  INSERT INTO media (${COLUMNS})
  SELECT ?, NULL, 'face', ?, ?, ?, ?, ?, ?
  WHERE NOT EXISTS (SELECT 1 FROM media WHERE device_id = ? AND kind = 'face') ON CONFLICT DO NOTHING`;

const REMOVE_FACE = "DELETE FROM media WHERE device_id = ? AND kind = 'face' AND occurred_at <= ? AND sha256 <> ?";
const REMOVE_CARD = "DELETE FROM device_report WHERE device_id = ? AND kind = 'card'";

/** Changes a device's pictures inside the transaction of the message that brought them. A device has at most one face. */
export class MediaWriter {
  private readonly insertPoi: Statement;
  private readonly insertFace: Statement;
  private readonly removeFace: Statement;
  private readonly removeCard: Statement;

  constructor(connection: Connection) {
    this.insertPoi = connection.prepare(INSERT_POI);
    this.insertFace = connection.prepare(INSERT_FACE);
    this.removeFace = connection.prepare(REMOVE_FACE);
    this.removeCard = connection.prepare(REMOVE_CARD);
  }

  apply(change: MediaChange): void {
    switch (change.kind) {
      case 'poi': {
        const { latitude, longitude, occurred_at } = change.place;
        this.insertPoi.run(...describe(change.media), change.media.device_id, occurred_at, latitude, longitude);
        break;
      }
      case 'face': {
        const { device_id, occurred_at, sha256 } = change.media;
        this.removeFace.run(device_id, occurred_at, sha256);
        this.insertFace.run(device_id, ...describe(change.media), device_id);
        break;
      }
      case 'no_face':
        this.removeFace.run(change.device_id, change.occurred_at, '');
        break;
      case 'no_card':
        this.removeFace.run(change.device_id, Number.MAX_SAFE_INTEGER, '');
        this.removeCard.run(change.device_id);
        break;
    }
  }
}

const describe = ({ sha256, mime, bytes, name, occurred_at, received_at }: NewMedia) => [
  ...[sha256, mime, bytes, name],
  ...[occurred_at, received_at],
];
