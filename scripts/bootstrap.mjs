// The one entry of all npm commands. Plain JavaScript with no dependency, because on a fresh clone nothing is
// installed yet: it installs, builds the native module, bundles and builds what is missing or stale, then runs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
process.env.NEXT_TELEMETRY_DISABLED = '1';
const require = createRequire(path.join(root, 'package.json'));

const BUNDLED = ['lib', 'emails', 'scripts', 'package-lock.json'];
const SITE = [...BUNDLED, 'app', 'components', 'next.config.js', 'tsconfig.json'];

function say(line) {
  if (!process.argv.includes('--json')) process.stderr.write(`${line}\n`);
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`Node is ${process.version}; Fencepost needs 20.19 or newer.`);
}

/** The packages of package-lock.json that are not in node_modules in that version. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
    const present = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
    return Object.entries(wanted).every(
      ([name, entry]) => name === '' || entry.optional || present[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function run(command, args, what) {
  const npm = command === 'npm' && process.env.npm_execpath;
  const result = npm
    ? spawnSync(process.execPath, [process.env.npm_execpath, ...args], { encoding: 'utf8' })
    : spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`);
    fail(`${what} failed; the lines above say why.`);
  }
}

function driverLoads() {
  const name = Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20';
  try {
    new (require(name))(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

function* filesBelow(entry) {
  if (!statSync(entry).isDirectory()) {
    yield entry;
    return;
  }
  for (const name of readdirSync(entry).sort()) yield* filesBelow(path.join(entry, name));
}

/** Changes when the text of any source file changes. */
function fingerprint(entries) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const entry of entries.filter((name) => existsSync(name))) {
    for (const file of filesBelow(entry)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function isFresh(stampFile, stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function stampBuild(stampFile, stamp) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the process that made the lock is gone; one that died while making it left it empty. */
function isAbandoned(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    return holder ? !isAlive(holder) : Date.now() - statSync(lock).mtimeMs > 2_000;
  } catch {
    // It has just been released.
    return false;
  }
}

/** Two commands on one clone must not install or build at the same time. */
async function withSetupLock(work) {
  const lock = '.setup.lock';
  let since = Date.now();
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`${root} can't be written: ${error.message}`);
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
      if (Date.now() - since > 2_000) {
        say(`Waiting for another command that installs or builds here (${lock} says so) …`);
        since = Number.POSITIVE_INFINITY;
      }
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function prepare({ site }) {
  const bundleStamp = () => fingerprint(BUNDLED);
  const siteStamp = () => fingerprint(SITE);
  const ready = () =>
    isInstalled() && driverLoads() && isFresh('dist/.stamp', bundleStamp()) && (!site || isFresh('.next/.stamp', siteStamp()));
  if (ready()) return;
  await withSetupLock(async () => {
    if (!isInstalled()) {
      say('Installing packages (this happens once) …');
      // The build needs the development packages, too, whatever NODE_ENV says.
      run('npm', ['ci', '--include=dev', '--loglevel=error'], 'npm ci');
    }
    if (!driverLoads()) {
      say('Preparing the database driver for this Node …');
      run('npm', ['rebuild', 'better-sqlite3-node20', '--ignore-scripts=false', '--loglevel=error'], 'Building better-sqlite3');
      if (!driverLoads()) fail(`The database driver does not load on Node ${process.version}.`);
    }
    if (!isFresh('dist/.stamp', bundleStamp())) {
      run(process.execPath, ['scripts/build.mjs'], 'Bundling');
      stampBuild('dist/.stamp', bundleStamp());
    }
    if (site && !isFresh('.next/.stamp', siteStamp())) {
      say('Building the web interface (this happens once per version) …');
      run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], 'The build');
      stampBuild('.next/.stamp', siteStamp());
    }
  });
}

/** Runs commands one after the other, their output shown; stops at the first that fails. */
async function inherit(steps) {
  for (const args of steps) {
    const code = await new Promise((resolve) => {
      spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', (status) => resolve(status ?? 1));
    });
    if (code !== 0) process.exit(code);
  }
}

const bin = (name) => path.join('node_modules', name);
const jest = (...args) => [bin('jest/bin/jest.js'), ...args];
const rest = process.argv.slice(3);

const commands = {
  /** For images and packages: all that start would do before starting. */
  async build() {
    await prepare({ site: true });
  },
  async start() {
    process.env.NODE_ENV ??= 'production';
    await prepare({ site: true });
    await import(pathToFileURL('dist/start.mjs').href);
  },
  async dev() {
    process.env.FENCEPOST_DEV = '1';
    await prepare({ site: false });
    await import(pathToFileURL('dist/start.mjs').href);
  },
  async test() {
    await prepare({ site: false });
    const biome = [bin('@biomejs/biome/bin/biome'), 'check', '.'];
    const tsc = [bin('typescript/bin/tsc'), '--noEmit'];
    await inherit(rest.length > 0 ? [jest(...rest)] : [biome, tsc, jest()]);
  },
  async e2e() {
    await prepare({ site: true });
    await inherit([jest('--testPathIgnorePatterns', '/interop/', '--testPathPatterns', '__tests__/e2e', '--runInBand', ...rest)]);
  },
  async interop() {
    await prepare({ site: true });
    await inherit([jest('--testPathIgnorePatterns', '/e2e/', '--testPathPatterns', '__tests__/interop', '--runInBand', ...rest)]);
  },
  async cli() {
    await prepare({ site: false });
    process.argv.splice(2, 1);
    await import(pathToFileURL('dist/cli.mjs').href);
  },
  async bench() {
    process.env.NODE_ENV ??= 'production';
    await prepare({ site: false });
    process.argv.splice(2, 1);
    await import(pathToFileURL('dist/bench.mjs').href);
  },
};

/** npm passes a signal only to its shell, which may end without us: then it was meant for us, too. */
function endWithNpm() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 200).unref();
}

checkNode();
if (process.env.npm_lifecycle_event) endWithNpm();
const command = commands[process.argv[2]];
if (!command) fail(`${process.argv[2] ?? 'nothing'} is not a command; there are ${Object.keys(commands).join(', ')}.`);
await command();
