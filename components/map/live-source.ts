export type LiveConnection = 'connecting' | 'live' | 'reconnecting';

/** Kinds of messages of `/api/live` that carry data. */
const LIVE_EVENTS = ['location', 'geofence_event', 'device', 'devices', 'notification'] as const;
export type LiveEventName = (typeof LIVE_EVENTS)[number];

export interface LiveListener {
  /** Wants more than what is new in the reader's notification centre. */
  isWide: boolean;
  onMessage(name: LiveEventName, data: unknown): void;
  onConnection(connection: LiveConnection): void;
  /** The stream is back after a break that may have been longer than the server's memory. */
  onResume(): void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A window that nobody sees lets go of its connection after so long: browsers have only six of them for one server. */
const HIDDEN_MS = 60_000;

/** The whole stream goes on so long without anybody who wants it: the next page may. */
const NARROWS_MS = 2_000;

/**
 * The one stream of a window, open as long as somebody listens and the window is not out of sight for long. It asks for
 * no more than somebody wants: most pages show only how many notifications are unread. The browser
 * resumes a broken stream by itself with the id of the last message; where it gives up (the server answered with an
 * error), a new stream is opened after a growing pause.
 */
export class LiveSource {
  private readonly listeners = new Set<LiveListener>();
  /** What the server says only when it changes: a listener that comes later hears it, too. */
  private readonly standing = new Map<string, [LiveEventName, unknown]>();
  private connection: LiveConnection = 'connecting';
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private narrowing: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE_MS;
  private isWide = false;
  private wasOpen = false;

  constructor(private readonly url: string) {}

  /** @returns ends the listening */
  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    const widens = listener.isWide && !this.isWide;
    if (widens) this.isWide = true;
    if (this.listeners.size === 1) this.start();
    else if (widens) this.change();
    else this.welcome(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
      else if (listener.isWide) this.narrowSoon();
    };
  }

  /** Who comes later hears how it stands. */
  private welcome(listener: LiveListener): void {
    listener.onConnection(this.connection);
    for (const [name, data] of this.standing.values()) listener.onMessage(name, data);
  }

  private narrowSoon(): void {
    clearTimeout(this.narrowing);
    this.narrowing = setTimeout(() => {
      if (!this.isWide || [...this.listeners].some(({ isWide }) => isWide)) return;
      this.isWide = false;
      this.change();
    }, NARROWS_MS);
  }

  /** Another stream takes the place of the one there is; what it says first is how it stands, so nothing is looked at anew. */
  private change(): void {
    this.wasOpen = false;
    this.tell('connecting');
    if (this.source) this.open();
  }

  private start(): void {
    window.addEventListener('online', this.backOnline);
    document.addEventListener('visibilitychange', this.onVisibility);
    if (!document.hidden) this.open();
  }

  private stop(): void {
    window.removeEventListener('online', this.backOnline);
    document.removeEventListener('visibilitychange', this.onVisibility);
    clearTimeout(this.hiding);
    clearTimeout(this.narrowing);
    this.close();
    this.wasOpen = false;
    this.isWide = false;
    this.connection = 'connecting';
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
    this.standing.clear();
  }

  private readonly open = (): void => {
    this.close();
    const source = new EventSource(this.isWide ? this.url : `${this.url}?only=notification`);
    this.source = source;
    source.onopen = () => {
      if (this.wasOpen) for (const listener of this.listeners) listener.onResume();
      this.wasOpen = true;
      this.pause = FIRST_PAUSE_MS;
      this.tell('live');
    };
    source.onerror = () => {
      this.tell('reconnecting');
      if (source.readyState !== EventSource.CLOSED) return;
      this.timer = setTimeout(this.open, this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    };
    for (const name of LIVE_EVENTS) {
      source.addEventListener(name, (message) => this.hear(name, JSON.parse((message as MessageEvent<string>).data)));
    }
  };

  private hear(name: LiveEventName, data: unknown): void {
    if (name === 'device') this.standing.set(`device ${(data as { device_id: number }).device_id}`, [name, data]);
    for (const listener of this.listeners) listener.onMessage(name, data);
  }

  private tell(connection: LiveConnection): void {
    this.connection = connection;
    for (const listener of this.listeners) listener.onConnection(connection);
  }

  private readonly backOnline = (): void => {
    if (!document.hidden && this.source?.readyState !== EventSource.OPEN) this.open();
  };

  private readonly onVisibility = (): void => {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.close(), HIDDEN_MS);
    else if (!this.source) this.open();
  };
}

/** The stream that all parts of a page share. */
export const liveSource = new LiveSource('/api/live');
