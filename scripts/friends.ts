import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import type { Clock } from '@/lib/services/clock';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import { Faces } from '@/lib/services/faces';
import { Friends } from '@/lib/services/friends';
import { Renditions } from '@/lib/services/renditions';
import { ShareDirectory } from '@/lib/services/share-directory';
import type { PictureFiles } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteFriendStore } from '@/lib/storage/sqlite/friend-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';

/** What phones may be told of friends, as each process that talks to phones knows it. */
export function friendsOn(connection: Connection, directory: DeviceDirectory, pictures: PictureFiles, clock: Clock) {
  const letters = new SqliteShareStore(connection);
  const shares = new ShareDirectory(letters);
  const store = new SqliteFriendStore(connection);
  const faces = new Faces(new SqliteMediaStore(connection), new Renditions(pictures, new SharpTool()));
  return { shares, store, friends: new Friends({ shares, letters, store, faces, directory, clock }) };
}
