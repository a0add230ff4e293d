import type { MediaQuery, MediaRow, MediaStore } from '@/lib/storage/ports/media';
import { type Connection, query } from './connection';

const select = () =>
  query
    .selectFrom('media')
    .leftJoin('location', 'location.id', 'media.location_id')
    .selectAll('media')
    .select(['location.poi', 'location.tag', 'location.latitude', 'location.longitude']);

/** What is known of pictures, in SQLite. */
export class SqliteMediaStore implements MediaStore {
  constructor(private readonly connection: Connection) {}

  async list({ device_id, kind, from, to, limit }: MediaQuery): Promise<MediaRow[]> {
    let rows = select().where('media.device_id', '=', device_id).orderBy('media.occurred_at', 'desc').orderBy('media.id', 'desc');
    if (kind !== undefined) rows = rows.where('media.kind', '=', kind);
    if (from !== undefined) rows = rows.where('media.occurred_at', '>=', from);
    if (to !== undefined) rows = rows.where('media.occurred_at', '<=', to);
    return this.connection.all<MediaRow>(rows.limit(limit));
  }

  async find(id: number): Promise<MediaRow | null> {
    return this.connection.get<MediaRow>(select().where('media.id', '=', id)) ?? null;
  }

  async face(device_id: number): Promise<MediaRow | null> {
    const face = select().where('media.device_id', '=', device_id).where('media.kind', '=', 'face');
    return this.connection.get<MediaRow>(face.orderBy('media.occurred_at', 'desc').limit(1)) ?? null;
  }

  isUsed(sha256: string): boolean {
    return this.connection.get(query.selectFrom('media').select('id').where('sha256', '=', sha256).limit(1)) !== undefined;
  }
}
