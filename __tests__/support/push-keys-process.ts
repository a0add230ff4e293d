import { systemClock } from '@/lib/services/clock';
import { PushKeys } from '@/lib/services/push-keys';
import { SecretBox } from '@/lib/services/secret-box';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';

// Asks for the keys at once, says the public one and stays, so that a test can kill it: node … <database> <AUTH_SECRET>
const [, , file = '', authSecret = ''] = process.argv;
const keys = new PushKeys(new SqliteSettingStore(openDatabase(file)), new SecretBox(authSecret), systemClock);
keys.pair().then(({ public_key }) => process.stdout.write(`${public_key}\n`));
setInterval(() => {}, 1000);
