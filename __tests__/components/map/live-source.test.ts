import { type LiveListener, LiveSource } from '@/components/map/live-source';

/** Stands in for the browser's own: a test opens, breaks and speaks by hand. */
class FakeSource extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  arrive(): void {
    this.readyState = FakeSource.OPEN;
    this.onopen();
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror();
  }

  say(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

const newPage = () => Object.assign(new EventTarget(), { hidden: false });
let page = newPage();
const opened = () => FakeSource.all;
const current = () => FakeSource.all.at(-1) as FakeSource;

function listener(isWide = true) {
  const heard: unknown[][] = [];
  const one: LiveListener = {
    isWide,
    onMessage: (name, data) => heard.push([name, data]),
    onConnection: (connection) => heard.push([connection]),
    onResume: () => heard.push(['resume']),
  };
  return { heard, one };
}

const hide = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  jest.useFakeTimers();
  FakeSource.all = [];
  page = newPage();
  Object.assign(globalThis, { EventSource: FakeSource, document: page, window: new EventTarget() });
});
afterEach(() => {
  jest.useRealTimers();
  for (const name of ['EventSource', 'document', 'window']) Reflect.deleteProperty(globalThis, name);
});

test('all who listen share one stream, which ends with the last of them', () => {
  const source = new LiveSource('/api/live');
  const [a, b] = [listener(), listener()];
  const leaveA = source.listen(a.one);
  current().arrive();
  const leaveB = source.listen(b.one);
  current().say('location', { id: 1 });
  expect(opened().map(({ url }) => url)).toEqual(['/api/live']);
  expect(a.heard).toEqual([['live'], ['location', { id: 1 }]]);
  expect(b.heard).toEqual([['live'], ['location', { id: 1 }]]);
  leaveA();
  current().say('location', { id: 2 });
  expect(a.heard).toHaveLength(2);
  expect(current().readyState).toBe(FakeSource.OPEN);
  leaveB();
  expect(current().readyState).toBe(FakeSource.CLOSED);
});

test('who comes later hears which phones are connected, as last said', () => {
  const source = new LiveSource('/api/live');
  source.listen(listener().one);
  current().arrive();
  current().say('device', { device_id: 7, connected: true });
  current().say('device', { device_id: 8, connected: true });
  current().say('device', { device_id: 7, connected: false });
  const { heard, one } = listener();
  source.listen(one);
  expect(heard).toEqual([
    ['live'],
    ['device', { device_id: 7, connected: false }],
    ['device', { device_id: 8, connected: true }],
  ]);
});

test('a stream that the browser resumes is left to it; where it gives up, another is opened after a growing pause', () => {
  const { heard, one } = listener();
  new LiveSource('/api/live').listen(one);
  current().arrive();
  current().fail(0);
  jest.advanceTimersByTime(60_000);
  expect(opened().length).toBe(1);
  current().fail(FakeSource.CLOSED);
  jest.advanceTimersByTime(1_000);
  expect(opened().length).toBe(2);
  current().fail(FakeSource.CLOSED);
  jest.advanceTimersByTime(1_999);
  expect(opened().length).toBe(2);
  jest.advanceTimersByTime(1);
  expect(opened().length).toBe(3);
  heard.length = 0;
  current().arrive();
  expect(heard).toEqual([['resume'], ['live']]);
});

test('a window out of sight lets go of its stream after a minute and takes it up when it is looked at', () => {
  const { heard, one } = listener();
  new LiveSource('/api/live').listen(one);
  current().arrive();
  hide(true);
  jest.advanceTimersByTime(59_999);
  hide(false);
  hide(true);
  jest.advanceTimersByTime(59_999);
  expect(current().readyState).toBe(FakeSource.OPEN);
  jest.advanceTimersByTime(1);
  expect(current().readyState).toBe(FakeSource.CLOSED);
  hide(false);
  expect(opened().length).toBe(2);
  current().arrive();
  expect(heard.slice(1)).toEqual([['resume'], ['live']]);
});

test('a window that is opened out of sight waits until it is looked at', () => {
  page.hidden = true;
  new LiveSource('/api/live').listen(listener().one);
  expect(opened().length).toBe(0);
  hide(false);
  expect(opened().length).toBe(1);
});

test('it carries no more than somebody wants: all of it while a map is shown, else what is new in the notification centre', () => {
  const source = new LiveSource('/api/live');
  const [bell, map] = [listener(false), listener()];
  source.listen(bell.one);
  current().arrive();
  expect(current().url).toBe('/api/live?only=notification');
  const leaveMap = source.listen(map.one);
  expect(opened().map(({ url, readyState }) => [url, readyState])).toEqual([
    ['/api/live?only=notification', FakeSource.CLOSED],
    ['/api/live', 0],
  ]);
  current().arrive();
  // Whoever came with the page has just been told everything.
  expect([map.heard, bell.heard]).toEqual([
    [['connecting'], ['live']],
    [['live'], ['connecting'], ['live']],
  ]);
  leaveMap();
  const leaveNext = source.listen(listener().one);
  jest.advanceTimersByTime(10_000);
  expect(opened().length).toBe(2);
  leaveNext();
  jest.advanceTimersByTime(2_000);
  expect(opened().length).toBe(3);
  expect(current().url).toBe('/api/live?only=notification');
});
